"""Notice pages: what is said to a whole channel, to organizers, or on request."""

from datetime import timedelta

from bot.announcements.cards import announcements as compositions
from bot.announcements.model import Composition
from bot.announcements.service.announcements import subject_of
from bot.outbox.drawing import Page, Rendered, coming, may_be_told
from bot.programme.cards import announcements, letters
from bot.talks import store as talks

WEEK = timedelta(weeks=1)
BOARD_SHOWS = timedelta(weeks=3)
MOST_SHOWN = 12


async def digest(page: Page) -> Rendered | None:
    """List the week to come."""
    programmes = await coming(page, page.delivery.due, page.delivery.due + WEEK)
    if not programmes and not page.stands:
        return None
    return Rendered(reply=announcements.digest(programmes, page.setting))


async def board(page: Page) -> Rendered | None:
    """List what is coming, for as long as it stands."""
    programmes = await coming(page, page.now, page.now + BOARD_SHOWS)
    ends = [programme.meeting.end for programme in programmes]
    tomorrow = page.now + timedelta(days=1)
    reply = announcements.board(programmes[:MOST_SHOWN], page.setting)
    return Rendered(reply=reply, look_again=min([*ends, tomorrow]))


async def composition(page: Page) -> Rendered | None:
    """Say what an organizer wrote."""
    composition = Composition.read(page.delivery.payload)
    about = await subject_of(page.connection, composition.about, now=page.delivery.due)
    slug = page.setting.collaboration.slug
    values = compositions.values_of(about, page.setting, slug=slug)
    return Rendered(reply=compositions.composed(composition, values, page.setting))


async def trouble_told(page: Page) -> Rendered | None:
    """Tell organizers what keeps something back."""
    return Rendered(reply=letters.trouble(page.delivery.payload["sentence"], page.setting))


async def own_reminder(page: Page) -> Rendered | None:
    """Remind somebody of what they asked to be reminded of."""
    payload, number = page.delivery.payload, page.delivery.id
    asked_by = None if page.is_for_members else payload.get("discord_id")
    reply = letters.own_reminder(payload["text"], number, page.setting, asked_by=asked_by)
    return Rendered(reply=reply)


async def letter(page: Page) -> Rendered | None:
    """Say a sentence about a talk."""
    talk = await talks.by_id(page.connection, page.delivery.payload["talk"])
    sentence = page.delivery.payload["sentence"]
    if talk is not None and not await may_be_told(page, talk):
        talk = None
    return Rendered(reply=letters.letter(sentence, talk, page.setting))
