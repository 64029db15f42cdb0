"""Pages: a delivery with what it takes to draw it, and what came of drawing it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Counts
from bot.attendance.store import answers
from bot.chat.replies import Reply
from bot.outbox.deliveries import Delivery, number_in
from bot.people.store import members
from bot.programme.cards.announcements import Setting
from bot.programme.model.outlines import Outline
from bot.programme.model.reminders import Ladder
from bot.programme.store import reminders as ladders
from bot.talks import store as talks
from bot.talks.model.talks import Booking, Programme, Talk


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


async def programme_of(page: Page) -> Programme | None:
    """Return the meeting that a delivery is about."""
    meeting_id = number_in(page.delivery.what, "meeting") or 0
    found = talks.programmes_of(
        await talks.bookings(page.connection, talks.has_id(meeting=meeting_id))
    )
    return found[0] if found else None


async def talk_of(page: Page) -> tuple[Talk | None, Booking | None]:
    """Return the talk that a delivery is about, and its slot if it has one."""
    talk_id = number_in(page.delivery.what, "talk") or 0
    booked = await talks.bookings(page.connection, talks.has_id(talk=talk_id))
    if booked:
        return booked[0].talk, booked[0]
    return await talks.by_id(page.connection, talk_id), None


async def may_be_told(page: Page, talk: Talk) -> bool:
    """Return whether the member or the organizers' channel that reads it may know of the talk."""
    member_id = number_in(page.delivery.target, "member")
    if member_id is None:
        return True
    reader = await members.by_id(page.connection, member_id)
    return talk.is_for(member_id, is_organizer=reader is not None and reader.is_organizer)


async def coming(page: Page, since: datetime, until: datetime) -> list[Programme]:
    """Return the meetings of a stretch of time that everybody in the channel may know of."""
    booked = await talks.bookings(
        page.connection,
        talks.in_collaboration(page.delivery.collaboration_id),
        talks.begins_between(since, until),
        talks.publicly_visible(),
    )
    return [one for one in talks.programmes_of(booked) if one.meeting.status != "dropped"]


async def around(page: Page, booking: Booking) -> tuple[Setting, Counts]:
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


def said_first(page: Page, reply: Reply, said: Outline) -> Rendered:
    """Return what is drawn; what is said the first time is what later changes are told from."""
    return Rendered(reply=reply, remembered={} if page.stands else {"said": said.kept()})
