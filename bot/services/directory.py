"""The directory: a collaboration's sites and series, needed often, changed seldom."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.collaborations import Collaboration
from bot.domain.series import Series
from bot.domain.sites import Site
from bot.store import collaborations, series, sites
from bot.store.database import Store


async def collaboration_of(store: Store, collaboration_id: int) -> Collaboration | None:
    """Return a collaboration."""

    async def load(connection: AsyncConnection) -> Collaboration | None:
        return await collaborations.by_id(connection, collaboration_id)

    return await store.recall(("collaboration", collaboration_id), load)


async def sites_of(store: Store, collaboration_id: int) -> tuple[Site, ...]:
    """Return the sites of a collaboration, in its order."""

    async def load(connection: AsyncConnection) -> tuple[Site, ...]:
        return tuple(await sites.of(connection, collaboration_id))

    return await store.recall(("sites", collaboration_id), load)


async def series_of(store: Store, collaboration_id: int) -> tuple[Series, ...]:
    """Return the series of a collaboration, those that ended last."""

    async def load(connection: AsyncConnection) -> tuple[Series, ...]:
        return tuple(await series.of(connection, collaboration_id))

    return await store.recall(("series", collaboration_id), load)
