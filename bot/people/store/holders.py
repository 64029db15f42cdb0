"""Members who hold something, whatever it is."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.model.holders import Holder
from bot.people.store.members import table as members
from bot.servers.store.collaborations import table as collaborations
from bot.storage import rows
from bot.storage.holdings import Holdings


async def holders(
    connection: AsyncConnection, holdings: Holdings, *, now: datetime
) -> list[Holder]:
    """Return the present members who hold anything, in servers that are set up, by id."""
    query = (
        select(
            members.c.id.label("member_id"),
            members.c.discord_id,
            collaborations.c.guild_id,
            collaborations.c.member_role_id,
        )
        .join(collaborations, collaborations.c.id == members.c.collaboration_id)
        .where(
            collaborations.c.guild_id.is_not(None),
            collaborations.c.left_at.is_(None),
            members.c.left_at.is_(None),
            or_(*(members.c.id.in_(holding.held(now)) for holding in holdings.every)),
        )
        .order_by(members.c.id)
    )
    return await rows.every(connection, query, lambda row: Holder(**row))
