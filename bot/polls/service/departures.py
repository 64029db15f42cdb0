"""Polls after a member has left: nobody waits for them, and their votes do not count."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.model.changes import MemberLeft
from bot.polls import store as polls
from bot.polls.service.deliveries import refresh_after_leaving


async def go_on_without(connection: AsyncConnection, left: MemberLeft) -> None:
    """Refresh the open polls that a member who left has to do with."""
    for poll_id in await polls.open_with(connection, left.member_id, now=left.now):
        poll = await polls.by_id(connection, poll_id)
        assert poll is not None  # noqa: S101 - it was just found
        votes = await polls.votes_of(connection, poll_id)
        await refresh_after_leaving(connection, poll, votes, left.member_id, now=left.now)
