"""What polls send."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import Kind
from bot.polls import store as polls
from tests.outbox.planned import Givens, Planned
from tests.worlds import NOW


async def due(connection: AsyncConnection, givens: Givens) -> list[Planned]:
    """Keep a poll that a member is asked in; return a delivery of each kind."""
    poll_id = await polls.make(
        connection,
        collaboration_id=1,
        title="Grants",
        minutes=60,
        channel_id=givens.channel_id,
        made_by=givens.member_id,
        deadline=NOW + timedelta(days=3),
        starts=[NOW + timedelta(days=7), NOW + timedelta(days=8)],
        asked=[givens.member_id],
    )
    what = f"poll:{poll_id}"
    return [
        (Kind.POLL, what, givens.channel, "", {}),
        (Kind.POLL_NUDGE, what, givens.letter, "", {}),
        (Kind.POLL_RESULT, what, givens.letter, "", {}),
    ]
