"""Drafts keep what somebody typed until it is saved, so that nothing typed is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound
from bot.drafts import store as drafts
from bot.drafts.model import ANOTHERS, ENDED, GONE, Outcome
from bot.people.model.viewers import Viewer
from bot.storage.database import Store


class DraftService:
    """Keeps refused forms and unconfirmed changes; only their author sees them."""

    def __init__(self, store: Store) -> None:
        """Work on this store."""
        self._store = store

    async def keep(
        self, viewer: Viewer, *, discord_id: int, kind: str, content: dict[str, Any], now: datetime
    ) -> int:
        """Keep what was typed and return the draft's id, which no draft had before."""
        async with self._store.change_aside(viewer.collaboration.id) as connection:
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
        """Return what was typed; refuse a draft that has ended or belongs to somebody else."""
        async with self._store.read() as connection:
            found = await drafts.by_id(connection, draft_id)
        if found is None or (found.collaboration_id, found.kind) != (viewer.collaboration.id, kind):
            raise NotFound(GONE)
        if found.discord_id != discord_id:
            raise NotFound(ANOTHERS)
        if found.outcome is not None:
            raise NotFound(ENDED[found.outcome])
        return found.content

    async def discard(self, draft_id: int) -> None:
        """End a draft that its author discarded; its buttons then say so."""
        await self._end(draft_id, Outcome.DISCARDED)

    async def supersede(self, draft_id: int) -> None:
        """End a draft of which there is a later version."""
        await self._end(draft_id, Outcome.REPLACED)

    async def saved(self, draft_id: int) -> None:
        """End a draft that was saved with another one."""
        await self._end(draft_id, Outcome.SAVED)

    async def _end(self, draft_id: int, outcome: Outcome) -> None:
        async with self._store.change_aside(None) as connection:
            await drafts.end(connection, draft_id, outcome)


async def claim(connection: AsyncConnection, draft_id: int | None) -> None:
    """End a draft in the transaction that saves it; refuse one that has ended already."""
    if draft_id is None or await drafts.end(connection, draft_id, Outcome.SAVED):
        return
    found = await drafts.by_id(connection, draft_id)
    raise NotFound(GONE if found is None or found.outcome is None else ENDED[found.outcome])
