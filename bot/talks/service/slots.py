"""Slots that can be signed up for, and talks of one speaker at the same time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotAllowed, NotFound, SlotTaken
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.series.service.lookup import series_called
from bot.talks.model.talks import Booking, Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions

LONGEST_MEETING = timedelta(days=1)


async def visible_series(
    connection: AsyncConnection, viewer: Viewer, slug: str | None
) -> list[int]:
    """Return the ids of the series that the viewer may see, or of the one named."""
    if slug is not None:
        return [(await series_called(connection, viewer, slug, or_single=True)).id]
    known = await series.of(connection, viewer.collaboration.id)
    return [one.id for one in known if viewer.sees(one)]


async def free_slots(
    connection: AsyncConnection, series_ids: Sequence[int], *, now: datetime, most: int
) -> list[Booking]:
    """Return the next free slots of these series that are offered to nobody."""
    return await stored_bookings.page(
        connection,
        conditions.in_any_series(series_ids),
        conditions.begins_between(now, None),
        conditions.takes_place(),
        conditions.is_free(),
        conditions.is_kept_for_nobody(),
        most=most,
    )


async def slot(connection: AsyncConnection, viewer: Viewer, slot_id: int) -> Booking:
    """Return a slot; refuse one that the viewer may not see."""
    found = await stored_bookings.where(connection, conditions.has_id(slot=slot_id))
    return _visible(viewer, found)


async def programme_of_slot(
    connection: AsyncConnection, viewer: Viewer, slot_id: int
) -> tuple[Programme, Booking]:
    """Return the meeting of a slot, whole, and the slot in it as the viewer may see it."""
    booked = await stored_bookings.where(connection, conditions.is_with_slot(slot_id))
    booking = _visible(viewer, [one for one in booked if one.slot.id == slot_id])
    return stored_bookings.programmes_of(booked)[0], booking


def _visible(viewer: Viewer, found: Sequence[Booking]) -> Booking:
    if not found or found[0].terms.collaboration_id != viewer.collaboration.id:
        message = _(
            "There is no such slot here. Please pick one from the list that Discord offers."
        )
        raise NotFound(message)
    return replace(found[0], terms=viewer.require_sight(found[0].terms))


def require_bookable(booking: Booking, viewer: Viewer, *, now: datetime) -> None:
    """Refuse a slot that cannot be signed up for any more."""
    if not booking.meeting.takes_place:
        message = _("This meeting is cancelled. Please pick another slot.")
        raise SlotTaken(message)
    if booking.start <= now:
        message = _("This slot has already started. Please pick a later one.")
        raise SlotTaken(message)
    if not booking.terms.takes_talks:
        message = _("This meeting has no talks. Please pick a slot of another meeting.")
        raise SlotTaken(message)
    if booking.talk is None:
        return
    if viewer.member is not None and booking.talk.is_given_by(viewer.member.id):
        message = _("You are already signed up for this slot. Change your talk with /talk edit.")
        raise NotAllowed(message)
    message = _("Somebody was faster: this slot is taken. Nothing you typed is lost.")
    raise SlotTaken(message)


async def clashes(
    connection: AsyncConnection, viewer: Viewer, held: Booking
) -> tuple[Booking, ...]:
    """Return other talks at the same time with one of the same speakers.

    Talks that the viewer may not see are left out.
    """
    speaking = {s.member_id for s in (held.talk.speakers if held.talk else ()) if s.member_id}
    around = await stored_bookings.where(
        connection,
        conditions.in_collaboration(held.terms.collaboration_id),
        conditions.begins_between(held.start - LONGEST_MEETING, held.end),
        conditions.takes_place(),
        conditions.is_filled(),
        conditions.is_other_slot(held.slot.id),
    )
    return tuple(
        other
        for other in around
        if other.talk is not None
        and viewer.sees(other.terms)
        and other.start < held.end
        and held.start < other.end
        and any(other.talk.is_given_by(member_id) for member_id in speaking)
    )
