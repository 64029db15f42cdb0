"""A collaboration's settings and sites, cached since they rarely change."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.model.collaborations import Collaboration
from bot.servers.store import collaborations
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store


async def collaboration_of(store: Store, collaboration_id: int) -> Collaboration | None:
    """Return a collaboration."""

    async def load(connection: AsyncConnection) -> Collaboration | None:
        return await collaborations.by_id(connection, collaboration_id)

    return await store.recall(
        ("collaboration", collaboration_id), load, whose=lambda _: collaboration_id
    )


async def sites_of(store: Store, collaboration_id: int) -> tuple[Site, ...]:
    """Return the sites of a collaboration, in its order."""

    async def load(connection: AsyncConnection) -> tuple[Site, ...]:
        return tuple(await sites.of(connection, collaboration_id))

    return await store.recall(("sites", collaboration_id), load, whose=lambda _: collaboration_id)
