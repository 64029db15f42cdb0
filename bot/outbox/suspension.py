"""Suspension: deliveries rest while a server has removed Meridian, and resume afterwards."""

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
from bot.outbox.tables import deliveries as table


async def put_to_rest(connection: AsyncConnection, collaboration_id: int) -> None:
    """Withdraw unsent deliveries of a server that removed Meridian; stop checking its posts."""
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
    """Restore deliveries withdrawn because the server removed Meridian, unless pointless by now.

    Posts of the kinds that are kept up to date are checked again while they are of use.
    """
    theirs = update(table).where(
        table.c.collaboration_id == collaboration_id, table.c.pointless_after > now
    )
    withdrawn = theirs.where(table.c.state == State.WITHDRAWN, table.c.why == SERVER_LEFT)
    soonest = case((table.c.due > now, table.c.due), else_=literal(now, table.c.due.type))
    await connection.execute(withdrawn.values(state=State.WAITING, try_at=soonest, why=""))
    posted = theirs.where(table.c.kind.in_(standing), table.c.message_id.is_not(None))
    await connection.execute(posted.values(edit_due=now))
