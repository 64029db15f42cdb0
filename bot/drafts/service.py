"""Drafting: what somebody typed is kept until it is saved, so that nothing typed is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound
from bot.drafts import store as drafts
from bot.people.model.viewers import Viewer
from bot.storage.database import Store


class Drafting:
    """Refused forms and changes that wait to be confirmed; only their author sees them."""

    def __init__(self, store: Store) -> None:
        """Work on this store."""
        self._store = store

    async def keep(
        self, viewer: Viewer, *, discord_id: int, kind: str, content: dict[str, Any], now: datetime
    ) -> int:
        """Keep what was typed and return the draft's id."""
        async with self._store.write() as connection:
            return await drafts.insert(
                connection,
                collaboration_id=viewer.collaboration.id,
                discord_id=discord_id,
                kind=kind,
                content=content,
                now=now,
            )

    async def content(
        self, viewer: Viewer, *, draft_id: int, discord_id: int, kind: str
    ) -> dict[str, Any]:
        """Return what was typed; refuse what is gone or somebody else's."""
        async with self._store.read() as connection:
            content = await drafts.content_of(
                connection,
                draft_id,
                collaboration_id=viewer.collaboration.id,
                discord_id=discord_id,
                kind=kind,
            )
        if content is None:
            message = "What you typed is no longer here, or was saved already: please start again."
            raise NotFound(message)
        return content

    async def forget(self, draft_id: int) -> bool:
        """Forget a draft that was saved or given up; say whether it was still there."""
        async with self._store.write() as connection:
            return await drafts.remove(connection, draft_id)


async def claim(connection: AsyncConnection, draft_id: int | None) -> None:
    """Take a draft in the transaction that saves it; refuse one that was saved already."""
    if draft_id is not None and not await drafts.remove(connection, draft_id):
        message = "This was saved already: nothing was done a second time."
        raise NotFound(message)
