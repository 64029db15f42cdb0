"""What the outbox sends about a poll, and how votes and closing change it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import queue
from bot.outbox.deliveries import Delivery, Due, Kind, State, to_channel, to_member
from bot.polls.model.polls import Poll, Votes, all_answered, has_answered
from bot.programme.service.delivery_planning import SOON
from bot.servers.service.recipients import organizer_targets
from bot.servers.store import collaborations

RESULT_LASTS = timedelta(weeks=1)


def poll_due(poll: Poll, *, now: datetime) -> Due:
    """Return the delivery of the poll's post."""
    return Due(
        kind=Kind.POLL,
        what=_about(poll),
        target=to_channel(poll.channel_id),
        due=now,
        pointless_after=poll.deadline,
    )


def result_due(poll: Poll, *, target: str | None = None) -> Due:
    """Return the delivery of the result to the author, or to somebody else."""
    return Due(
        kind=Kind.POLL_RESULT,
        what=_about(poll),
        target=target or to_member(poll.made_by),
        due=poll.deadline,
        pointless_after=poll.deadline + RESULT_LASTS,
    )


def nudge_due(poll: Poll, member_id: int, *, due: datetime) -> Due:
    """Return the delivery of a reminder to answer."""
    return Due(
        kind=Kind.POLL_NUDGE,
        what=_about(poll),
        target=to_member(member_id),
        due=due,
        pointless_after=poll.deadline,
    )


async def refresh_after_vote(
    connection: AsyncConnection, poll: Poll, votes: Votes, member_id: int, *, now: datetime
) -> None:
    """Refresh the posted poll and its pending reminders after a vote."""
    await _refresh_post(connection, poll, now=now)
    waiting = await _waiting(connection, poll)
    if has_answered(poll, votes, member_id):
        own = [
            one.id
            for one in waiting
            if one.kind == Kind.POLL_NUDGE and one.target == to_member(member_id)
        ]
        await queue.withdraw(connection, own)
    await _end_wait(connection, poll, votes, waiting, now=now)


async def refresh_after_leaving(
    connection: AsyncConnection, poll: Poll, votes: Votes, member_id: int, *, now: datetime
) -> None:
    """Wait no more for a member who left; if it is the author, organizers get the result."""
    if member_id == poll.made_by:
        home = await collaborations.by_id(connection, poll.collaboration_id)
        assert home is not None  # noqa: S101 - the poll's foreign key holds it
        targets = await organizer_targets(connection, home, without=to_member(member_id))
        due = [result_due(poll, target=target) for target in targets]
        await queue.insert_many(connection, poll.collaboration_id, due)
    await _refresh_post(connection, poll, now=now)
    waiting = await _waiting(connection, poll)
    own = [one.id for one in waiting if one.target == to_member(member_id)]
    await queue.withdraw(connection, own)
    waiting = [one for one in waiting if one.id not in own]
    await _end_wait(connection, poll, votes, waiting, now=now)


async def _end_wait(
    connection: AsyncConnection,
    poll: Poll,
    votes: Votes,
    waiting: Sequence[Delivery],
    *,
    now: datetime,
) -> None:
    """Send the result now where everybody has answered."""
    if all_answered(poll, votes):
        for one in waiting:
            if one.kind == Kind.POLL_RESULT and one.due > now:
                await queue.redate(connection, one.id, replace(one, due=now))


async def refresh_after_closing(connection: AsyncConnection, poll: Poll, *, now: datetime) -> None:
    """Refresh the posted poll, and withdraw its pending reminders and result."""
    await _refresh_post(connection, poll, now=now)
    await queue.withdraw(connection, [one.id for one in await _waiting(connection, poll)])


async def _refresh_post(connection: AsyncConnection, poll: Poll, *, now: datetime) -> None:
    await queue.mark_stale(
        connection, poll.collaboration_id, [_about(poll)], kinds=[Kind.POLL], at=now + SOON
    )


async def _waiting(connection: AsyncConnection, poll: Poll) -> list[Delivery]:
    found = await queue.about(
        connection,
        poll.collaboration_id,
        [_about(poll)],
        kinds=[Kind.POLL_NUDGE, Kind.POLL_RESULT],
    )
    return [one for one in found if one.state is State.WAITING]


def _about(poll: Poll) -> str:
    return f"poll:{poll.id}"
