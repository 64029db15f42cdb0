"""Suspension: deliveries rest while their server has removed Meridian, and resume after that."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    case,
    literal,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import SERVER_LEFT, State
from bot.outbox.queue import NOT_SENT
from bot.storage.tables import deliveries as table


async def put_to_rest(connection: AsyncConnection, collaboration_id: int) -> None:
    """Withdraw what is unsent because its server removed Meridian; look at nothing sent again."""
    theirs = update(table).where(table.c.collaboration_id == collaboration_id)
    await connection.execute(
        theirs.where(table.c.state.in_(NOT_SENT)).values(state=State.WITHDRAWN, why=SERVER_LEFT)
    )
    await connection.execute(theirs.where(table.c.edit_due.is_not(None)).values(edit_due=None))


async def wake(
    connection: AsyncConnection,
    collaboration_id: int,
    *,
    standing: Collection[str],
    now: datetime,
) -> None:
    """Restore what was withdrawn because the server removed Meridian and is not yet pointless.

    What is in Discord already, of the kinds that stand there, is looked at again for as long as it
    is of use.
    """
    theirs = update(table).where(
        table.c.collaboration_id == collaboration_id, table.c.pointless_after > now
    )
    withdrawn = theirs.where(table.c.state == State.WITHDRAWN, table.c.why == SERVER_LEFT)
    soonest = case((table.c.due > now, table.c.due), else_=literal(now, table.c.due.type))
    await connection.execute(withdrawn.values(state=State.WAITING, try_at=soonest, why=""))
    posted = theirs.where(table.c.kind.in_(standing), table.c.message_id.is_not(None))
    await connection.execute(posted.values(edit_due=now))
