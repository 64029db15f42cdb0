"""Swap requests: whom they ask, the slots they are about, and the swap itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, to_member
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.talks.model.talks import Booking, TalkStatus
from bot.talks.service.presentations import NO_SUCH_TALK
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks
from bot.waitlist import store as market
from bot.waitlist.model import Swap


def require_somebody_to_ask(asked: Sequence[int], mine: Booking) -> None:
    """Refuse a swap that the speakers of the other talk cannot agree to."""
    if not asked:
        message = _(
            "The speaker of that talk is a guest. Please ask an organizer to swap the slots."
        )
        raise Refusal(message)
    if not all(mine.terms.is_for(member_id) for member_id in asked):
        message = _(
            "The speaker of that talk can't see the meeting of yours. "
            "Please ask an organizer to swap the slots."
        )
        raise Refusal(message)
    if mine.talk and any(mine.talk.is_given_by(member_id) for member_id in asked):
        message = _("One of you speaks in both talks. Please ask an organizer to swap the slots.")
        raise Refusal(message)


async def exchange_slots(connection: AsyncConnection, swap: Swap) -> None:
    """Swap two talks in an order in which no slot ever holds two, as the database demands."""
    mine = await talks.by_id(connection, swap.talk_id)
    other = await talks.by_id(connection, swap.other_talk_id)
    assert mine is not None and other is not None  # noqa: S101, PT018 - both hold their slots
    await talks.update_talk(connection, mine.id, slot_id=None, status=TalkStatus.PROPOSED)
    await talks.update_talk(connection, other.id, slot_id=swap.slot_id, series_id=mine.series_id)
    await talks.update_talk(
        connection,
        mine.id,
        slot_id=swap.other_slot_id,
        series_id=other.series_id,
        status=TalkStatus.CONFIRMED,
    )


def swap_letter(
    swap_id: int, member_id: int, mine: Booking, other: Booking, *, now: datetime, until: datetime
) -> Due:
    """Return the letter that asks a speaker to swap slots, with the times it shows."""
    return Due(
        kind=Kind.SWAP,
        what=f"swap:{swap_id}",
        target=to_member(member_id),
        due=now,
        pointless_after=until,
        payload={"starts": starts(mine, other)},
    )


def starts(mine: Booking | None, other: Booking | None) -> list[str]:
    """Return the starts of slots, as letters hold them."""
    return [booking.start.isoformat() for booking in (mine, other) if booking is not None]


async def starts_as_asked(connection: AsyncConnection, swap: Swap) -> list[str]:
    """Return the times of both talks when the swap was asked for; nothing if unknown."""
    letters = await deliveries.about(
        connection, swap.collaboration_id, [f"swap:{swap.id}"], kinds=[Kind.SWAP]
    )
    return list(letters[0].payload.get("starts", [])) if letters else []


async def booking_of(connection: AsyncConnection, viewer: Viewer, talk_id: int) -> Booking | None:
    """Return the slot of a talk that the viewer may see; refuse any other talk."""
    talk = await talks.by_id(connection, talk_id)
    found = await series.by_id(connection, talk.series_id) if talk else None
    if talk is None or found is None or not viewer.sees_talk(talk, found):
        raise NotFound(NO_SUCH_TALK)
    booked = await stored_bookings.where(connection, conditions.has_id(talk=talk_id))
    return booked[0] if booked else None


async def still_booked(connection: AsyncConnection, viewer: Viewer, talk_id: int) -> Booking | None:
    """Return the slot of a talk; None if the viewer no longer sees the talk or it has none."""
    try:
        return await booking_of(connection, viewer, talk_id)
    except NotFound:
        return None


async def swap_of(connection: AsyncConnection, viewer: Viewer, swap_id: int) -> Swap:
    """Return a swap of this collaboration."""
    swap = await market.swap(connection, swap_id)
    if swap is None or swap.collaboration_id != viewer.collaboration.id:
        message = _("There is no such swap request here any more.")
        raise NotFound(message)
    return swap
