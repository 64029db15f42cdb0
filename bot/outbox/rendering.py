"""Rendering: what a delivery says, from things as they are at this moment."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.answers import Counts
from bot.domain.compositions import Composition
from bot.domain.deliveries import Delivery, Kind, moment_key, number_in
from bot.domain.ladders import Ladder, missing_of
from bot.domain.links import Links
from bot.domain.outlines import Outline, TalkOutline
from bot.domain.polls import Poll, Votes, has_answered
from bot.domain.sites import Site
from bot.domain.talks import Booking, Programme, Talk
from bot.messages import announcements, clock_cards, compositions, letters, poll_cards
from bot.messages.announcements import Setting
from bot.messages.replies import Reply
from bot.pictures.formulas import Formulas
from bot.pictures.illustrating import illustrated
from bot.services.composing import subject_of
from bot.services.directory import collaboration_of, sites_of
from bot.services.forewarning import run_from
from bot.store import (
    answers,
    ladders,
    market,
    meetings,
    polls,
    seats,
    series,
    talks,
)
from bot.store.database import Store

WEEK = timedelta(weeks=1)
BOARD_SHOWS = timedelta(weeks=3)
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What is sent, and what of it has to be remembered: added to the delivery's payload.

    `look_again` is when what stands there may no longer be true by itself.
    """

    reply: Reply
    remembered: Mapping[str, Any] = field(default_factory=dict)
    look_again: datetime | None = None


Draw = Callable[["Page"], Awaitable["Rendered | None"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A delivery with what it takes to draw it."""

    connection: AsyncConnection
    delivery: Delivery
    setting: Setting
    now: datetime

    @property
    def stands(self) -> bool:
        """Whether it was sent already, and is only kept true now."""
        return self.delivery.sent_at is not None

    @property
    def is_for_members(self) -> bool:
        """Whether nobody but a member reads it."""
        return number_in(self.delivery.target, "member") is not None

    def before(self) -> Outline | None:
        """Return what was said when it was sent first."""
        said = self.delivery.payload.get("said") or self.delivery.payload.get("before")
        return Outline.read(said) if said else None


class Renderer:
    """Draws deliveries of one store."""

    def __init__(self, store: Store, links: Links, formulas: Formulas) -> None:
        """Link to these addresses; what Unicode cannot write is drawn."""
        self._store, self._formulas = store, formulas
        self.links = links

    async def render(self, delivery: Delivery, *, now: datetime) -> Rendered | None:
        """Return what a delivery says now; None where there is nothing to say any more."""
        collaboration = await collaboration_of(self._store, delivery.collaboration_id)
        assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
        setting = Setting(
            collaboration=collaboration,
            sites=await sites_of(self._store, collaboration.id),
            links=self.links,
            marker=delivery.nonce(self._store.instance_name),
        )
        async with self._store.read() as connection:
            page = Page(connection=connection, delivery=delivery, setting=setting, now=now)
            rendered = await DRAWN[delivery.kind](page)
        if rendered is None:
            return None
        return replace(rendered, reply=await illustrated(rendered.reply, self._formulas))


async def _announcement(page: Page) -> Rendered | None:
    talk_id = number_in(page.delivery.what, "talk")
    if talk_id is None:
        return await _meeting_announcement(page)
    booked = await talks.bookings(page.connection, talks.has_id(talk=talk_id))
    if not booked or booked[0].talk is None:
        return await _withdrawn_talk(page, talk_id)
    booking = booked[0]
    setting, counts = await _around(page, booking)
    said = Outline(
        start=booking.start,
        takes_place=booking.meeting.takes_place,
        talks={talk_id: (booking.start, booked[0].talk.heading)},
    )
    reply = announcements.talk_announcement(
        booked[0].talk, booking, setting, counts=counts, before=page.before()
    )
    if not page.stands and not booking.meeting.takes_place:
        return None
    return _first(page, reply, said)


async def _withdrawn_talk(page: Page, talk_id: int) -> Rendered | None:
    talk = await talks.by_id(page.connection, talk_id)
    if talk is None or not page.stands:
        return None
    return Rendered(reply=announcements.talk_without_slot(talk, page.setting))


async def _meeting_announcement(page: Page) -> Rendered | None:
    programme = await _programme(page)
    if programme is None or (not page.stands and not programme.meeting.takes_place):
        return None
    setting, counts = await _around(page, programme.bookings[0])
    reply = announcements.meeting_announcement(
        programme, setting, counts=counts, before=page.before()
    )
    return _first(page, reply, Outline.of(programme))


async def _invitation(page: Page) -> Rendered | None:
    programme = await _programme(page)
    if programme is None or (not page.stands and not programme.meeting.takes_place):
        return None
    setting, counts = await _around(page, programme.bookings[0])
    reply = announcements.invitation(programme, setting, counts=counts, before=page.before())
    return _first(page, reply, Outline.of(programme))


async def _seat(page: Page) -> Rendered | None:
    programme = await _programme(page)
    member_id = number_in(page.delivery.target, "member")
    if programme is None or member_id is None or not programme.meeting.takes_place:
        return None
    meeting_id = programme.meeting.id
    if not await seats.has_one(page.connection, meeting_id=meeting_id, member_id=member_id):
        return None
    setting, counts = await _around(page, programme.bookings[0])
    return Rendered(reply=announcements.seat_news(programme, setting, counts=counts))


async def _channel_reminder(page: Page) -> Rendered | None:
    programme = await _reminded_of(page)
    if programme is None:
        return None
    setting, counts = await _around(page, programme.bookings[0])
    heading = "⏰ Begins" if page.delivery.kind is Kind.SOON else "🔔 Reminder: begins"
    reply = announcements.reminder(programme, setting, heading=heading, counts=counts)
    return _first(page, reply, Outline.of(programme))


async def _personal_reminder(page: Page) -> Rendered | None:
    programme = await _reminded_of(page)
    if programme is None:
        return None
    setting, counts = await _around(page, programme.bookings[0])
    return Rendered(reply=announcements.personal_reminder(programme, setting, counts=counts))


async def _reminded_of(page: Page) -> Programme | None:
    """Return the meeting of a reminder; none where it is no longer at the time it is for."""
    programme = await _programme(page)
    if programme is None or page.stands:
        return programme
    is_same = page.delivery.occurrence.startswith(moment_key(programme.meeting.start))
    return programme if is_same and programme.meeting.takes_place else None


async def _notice(page: Page) -> Rendered | None:
    programme, before = await _programme(page), page.before()
    if programme is None or before is None or not before.differs_for_all(Outline.of(programme)):
        return None
    setting, counts = await _around(page, programme.bookings[0])
    return Rendered(reply=announcements.change_notice(programme, before, setting, counts=counts))


async def _speaker_news(page: Page) -> Rendered | None:
    talk, booking = await _talk(page)
    before = TalkOutline.read(page.delivery.payload["before"])
    if talk is None or before == TalkOutline.of(talk, booking):
        return None
    return Rendered(reply=letters.speaker_news(talk, booking, before, page.setting))


async def _nudge(page: Page) -> Rendered | None:
    talk, booking = await _talk(page)
    if talk is None or booking is None or not booking.meeting.takes_place:
        return None
    missing = missing_of(talk)
    is_same = page.delivery.occurrence.startswith(moment_key(booking.start))
    if not missing or not is_same:
        return None
    draw = (
        letters.speaker_nudge
        if page.delivery.kind is Kind.SPEAKER_NUDGE
        else letters.organizer_nudge
    )
    return Rendered(reply=draw(talk, booking, missing, page.setting))


async def _digest(page: Page) -> Rendered | None:
    programmes = await _coming(page, page.delivery.due, page.delivery.due + WEEK)
    if not programmes and not page.stands:
        return None
    return Rendered(reply=announcements.digest(programmes, page.setting))


async def _board(page: Page) -> Rendered | None:
    programmes = await _coming(page, page.now, page.now + BOARD_SHOWS)
    ends = [programme.meeting.end for programme in programmes]
    tomorrow = page.now + timedelta(days=1)
    reply = announcements.board(programmes[:MOST_SHOWN], page.setting)
    return Rendered(reply=reply, look_again=min([*ends, tomorrow]))


async def _composed(page: Page) -> Rendered | None:
    composition = Composition.read(page.delivery.payload)
    about = await subject_of(page.connection, composition.about, now=page.delivery.due)
    slug = page.setting.collaboration.slug
    values = compositions.values_of(about, page.setting, slug=slug)
    return Rendered(reply=compositions.composed(composition, values, page.setting))


async def _trouble(page: Page) -> Rendered | None:
    return Rendered(reply=letters.trouble(page.delivery.payload["sentence"], page.setting))


async def _own(page: Page) -> Rendered | None:
    payload, number = page.delivery.payload, page.delivery.id
    asked_by = None if page.is_for_members else payload.get("discord_id")
    reply = letters.own_reminder(payload["text"], number, page.setting, asked_by=asked_by)
    return Rendered(reply=reply)


async def _swap(page: Page) -> Rendered | None:
    swap = await market.swap(page.connection, number_in(page.delivery.what, "swap") or 0)
    if swap is None or not swap.is_open(page.now):
        return None
    held = [
        await talks.bookings(page.connection, talks.has_id(talk=talk_id))
        for talk_id in (swap.talk_id, swap.other_talk_id)
    ]
    mine, other = (found[0] if found else None for found in held)
    if mine is None or other is None or not swap.still_held(mine, other):
        return None
    return Rendered(reply=letters.swap_request(swap, mine, other, page.setting))


async def _offer(page: Page) -> Rendered | None:
    offer = await market.offer(page.connection, number_in(page.delivery.what, "offer") or 0)
    if offer is None or not offer.is_open(page.now):
        return None
    booked = await talks.bookings(page.connection, talks.has_id(slot=offer.slot_id))
    if not booked or booked[0].talk is not None or not booked[0].meeting.takes_place:
        return None
    return Rendered(reply=letters.slot_offer(offer, booked[0], page.setting))


async def _clocks(page: Page) -> Rendered | None:
    programme = await _programme(page)
    if programme is None:
        return None
    run = await run_from(page.connection, programme.meeting, page.setting.sites)
    if run is None:
        return Rendered(reply=clock_cards.void_notice(programme.series)) if page.stands else None
    setting, _ = await _around(page, programme.bookings[0])
    return Rendered(reply=clock_cards.clock_notice(programme.series, run, setting))


async def _zones(page: Page) -> Rendered | None:
    payload = page.delivery.payload
    known = {site.id: site for site in page.setting.sites}
    moved = [await _moved(page, told, known) for told in payload["moved"]]
    reply = clock_cards.zones_notice(
        [one for one in moved if one is not None],
        count=payload["count"],
        release=payload["release"],
        setting=page.setting,
    )
    return Rendered(reply=reply)


async def _moved(
    page: Page, told: Mapping[str, Any], known: Mapping[int, Site]
) -> clock_cards.Moved | None:
    ends = (told["meeting"], told["last"])
    first, last = [await meetings.by_id(page.connection, meeting_id) for meeting_id in ends]
    found = await series.by_id(page.connection, first.series_id) if first else None
    if first is None or last is None or found is None:
        return None
    return clock_cards.Moved(
        first=first,
        last=last,
        count=told["count"],
        series=found,
        was=datetime.fromisoformat(told["was"]),
        elsewhere=[
            (known[site_id], datetime.fromisoformat(was), datetime.fromisoformat(now))
            for site_id, was, now in told["elsewhere"]
            if site_id in known
        ],
    )


async def _poll(page: Page) -> Rendered | None:
    found = await _polled(page)
    if found is None:
        return None
    poll, votes = found
    reply = poll_cards.poll_message(poll, votes, page.setting, now=page.now)
    return Rendered(reply=reply, look_again=poll.ends if poll.is_open(page.now) else None)


async def _poll_nudge(page: Page) -> Rendered | None:
    found = await _polled(page)
    member_id = number_in(page.delivery.target, "member") or 0
    if found is None or not found[0].is_open(page.now) or has_answered(*found, member_id):
        return None
    return Rendered(reply=poll_cards.nudge_letter(found[0], page.setting))


async def _poll_result(page: Page) -> Rendered | None:
    found = await _polled(page)
    if found is None or found[0].series_id is not None:
        return None
    return Rendered(reply=poll_cards.result_letter(*found, page.setting, now=page.now))


async def _polled(page: Page) -> tuple[Poll, Votes] | None:
    poll = await polls.by_id(page.connection, number_in(page.delivery.what, "poll") or 0)
    return None if poll is None else (poll, await polls.votes_of(page.connection, poll.id))


async def _letter(page: Page) -> Rendered | None:
    talk = await talks.by_id(page.connection, page.delivery.payload["talk"])
    sentence = page.delivery.payload["sentence"]
    return Rendered(reply=letters.letter(sentence, talk, page.setting))


DRAWN: Mapping[Kind, Draw] = {
    Kind.ANNOUNCEMENT: _announcement,
    Kind.DAY_BEFORE: _channel_reminder,
    Kind.SOON: _channel_reminder,
    Kind.REMINDER: _personal_reminder,
    Kind.NOTICE: _notice,
    Kind.SPEAKER_NEWS: _speaker_news,
    Kind.SPEAKER_NUDGE: _nudge,
    Kind.ORGANIZER_NUDGE: _nudge,
    Kind.DIGEST: _digest,
    Kind.BOARD: _board,
    Kind.COMPOSED: _composed,
    Kind.TROUBLE: _trouble,
    Kind.OWN: _own,
    Kind.SWAP: _swap,
    Kind.OFFER: _offer,
    Kind.LETTER: _letter,
    Kind.CLOCKS: _clocks,
    Kind.ZONES: _zones,
    Kind.POLL: _poll,
    Kind.POLL_NUDGE: _poll_nudge,
    Kind.POLL_RESULT: _poll_result,
    Kind.INVITATION: _invitation,
    Kind.SEAT: _seat,
}


async def _programme(page: Page) -> Programme | None:
    meeting_id = number_in(page.delivery.what, "meeting") or 0
    found = talks.programmes_of(
        await talks.bookings(page.connection, talks.has_id(meeting=meeting_id))
    )
    return found[0] if found else None


async def _talk(page: Page) -> tuple[Talk | None, Booking | None]:
    talk_id = number_in(page.delivery.what, "talk") or 0
    booked = await talks.bookings(page.connection, talks.has_id(talk=talk_id))
    if booked:
        return booked[0].talk, booked[0]
    return await talks.by_id(page.connection, talk_id), None


async def _coming(page: Page, since: datetime, until: datetime) -> list[Programme]:
    """Return the meetings of a stretch of time that everybody in the channel may know of."""
    booked = await talks.bookings(
        page.connection,
        talks.in_collaboration(page.delivery.collaboration_id),
        talks.begins_between(since, until),
        talks.publicly_visible(),
    )
    return [one for one in talks.programmes_of(booked) if one.meeting.status != "dropped"]


async def _around(page: Page, booking: Booking) -> tuple[Setting, Counts]:
    """Return the setting of a meeting's announcements with its series' ladder, and who comes."""
    found = await ladders.of_series(page.connection, [booking.series.id])
    said = await answers.of_meetings(page.connection, [booking.meeting.id])
    setting = Setting(
        collaboration=page.setting.collaboration,
        sites=page.setting.sites,
        links=page.setting.links,
        marker=page.setting.marker,
        ladder=found.get(booking.series.id, Ladder()),
    )
    return setting, Counts.of(said[booking.meeting.id].values())


def _first(page: Page, reply: Reply, said: Outline) -> Rendered:
    """Return what is drawn; what is said the first time is what later changes are told from."""
    return Rendered(reply=reply, remembered={} if page.stands else {"said": said.kept()})
