"""What organizers wrote, what keeps something back, and reminders of one's own."""

from bot.announcements.cards import announcements as compositions
from bot.announcements.model import Composition
from bot.announcements.service.announcements import subject_of
from bot.outbox.drawing import Page, Rendered, may_be_told
from bot.programme.cards import letters
from bot.talks import store as talks


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
