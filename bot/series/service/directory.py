"""A collaboration's series, cached since they rarely change."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.series import store as series
from bot.series.model.series import Series
from bot.storage.database import Store


async def series_of(store: Store, collaboration_id: int) -> tuple[Series, ...]:
    """Return the series of a collaboration; those that ended come last."""

    async def load(connection: AsyncConnection) -> tuple[Series, ...]:
        return tuple(await series.of(connection, collaboration_id))

    return await store.recall(("series", collaboration_id), load, whose=lambda _: collaboration_id)
