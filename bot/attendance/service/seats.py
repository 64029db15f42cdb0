"""Seats of a meeting: members who come get one or wait for one, in the caller's transaction."""

from collections.abc import Iterable
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
    await seats.leave(connection, meeting_id=meeting_id, member_id=member_id)
    await fill(connection, [programme], now=now)


async def fill(
    connection: AsyncConnection, programmes: Iterable[Programme], *, now: datetime
) -> None:
    """Give free seats to members who wait, and tell them."""
    for programme in programmes:
        meeting = programme.meeting
        if meeting.end <= now:
            continue
        moved = await seats.move_up(connection, meeting.id, capacity=programme.terms.capacity)
        for member_id in moved:
            await _tell(connection, programme, member_id, now=now)


async def give_up_all(connection: AsyncConnection, member_id: int, *, now: datetime) -> None:
    """Free the seats of a member who left the server, for those who wait."""
    meeting_ids = await seats.meetings_of(connection, member_id, after=now)
    for meeting_id in meeting_ids:
        await seats.leave(connection, meeting_id=meeting_id, member_id=member_id)
        await answers.take_back(connection, meeting_id=meeting_id, member_id=member_id)
    booked = await stored_bookings.where(connection, conditions.in_meetings(meeting_ids))
    await fill(connection, stored_bookings.programmes_of(booked), now=now)


async def _tell(
    connection: AsyncConnection, programme: Programme, member_id: int, *, now: datetime
) -> None:
    meeting, target = programme.meeting, to_member(member_id)
    what = about_meeting(meeting.id)
    said = await deliveries.about(connection, meeting.collaboration_id, [what], kinds=[Kind.SEAT])
    # A member who leaves the line and joins it again can move up more than once.
    turn = next_turn(one for one in said if one.target == target)
    due = Due(
        kind=Kind.SEAT,
        what=what,
        target=target,
        occurrence=str(turn),
        due=now,
        pointless_after=meeting.end,
    )
    await deliveries.insert_many(connection, meeting.collaboration_id, [due])
