"""Seats of a meeting: members who come get one or wait for one, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.attendance.store import answers, seats
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_meeting, to_member
from bot.outbox.reconciliation import next_turn
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions


async def seat(
    connection: AsyncConnection,
    programme: Programme,
    member_id: int,
    answer: Answer,
    *,
    now: datetime,
) -> None:
    """Allocate or release a seat according to an answer."""
    meeting_id, capacity = programme.meeting.id, programme.terms.capacity
    if answer.wants_to_come:
        await seats.take(connection, meeting_id=meeting_id, member_id=member_id, capacity=capacity)
        return
    await seats.leave(connection, meeting_ids=[meeting_id], member_id=member_id)
    await fill(connection, [programme], now=now)


async def fill(
    connection: AsyncConnection, programmes: Iterable[Programme], *, now: datetime
) -> None:
    """Give free seats to members who wait, and tell them."""
    for programme in await _waited_for(connection, [p for p in programmes if p.meeting.end > now]):
        moved = await seats.move_up(
            connection, programme.meeting.id, capacity=programme.terms.capacity
        )
        await _tell(connection, programme, moved, now=now)


async def _waited_for(
    connection: AsyncConnection, programmes: Sequence[Programme]
) -> Sequence[Programme]:
    """Return the meetings in which somebody may wait for a seat, without asking for each."""
    if len(programmes) <= 1:
        return programmes
    waited_for = await seats.waited_for(connection, [p.meeting.id for p in programmes])
    return [programme for programme in programmes if programme.meeting.id in waited_for]


async def give_up_all(connection: AsyncConnection, member_id: int, *, now: datetime) -> None:
    """Free the seats of a member who left the server, for those who wait."""
    meeting_ids = await seats.meetings_of(connection, member_id, after=now)
    await seats.leave(connection, meeting_ids=meeting_ids, member_id=member_id)
    await answers.take_back(connection, meeting_ids=meeting_ids, member_id=member_id)
    booked = await stored_bookings.where(connection, conditions.in_meetings(meeting_ids))
    await fill(connection, stored_bookings.programmes_of(booked), now=now)


async def _tell(
    connection: AsyncConnection, programme: Programme, moved: Sequence[int], *, now: datetime
) -> None:
    if not moved:
        return
    meeting = programme.meeting
    what = about_meeting(meeting.id)
    said = await deliveries.about(connection, meeting.collaboration_id, [what], kinds=[Kind.SEAT])
    told = [
        Due(
            kind=Kind.SEAT,
            what=what,
            target=target,
            # A member who leaves the line and joins it again can move up more than once.
            occurrence=str(next_turn(one for one in said if one.target == target)),
            due=now,
            pointless_after=meeting.end,
        )
        for target in map(to_member, moved)
    ]
    await deliveries.insert_many(connection, meeting.collaboration_id, told)
