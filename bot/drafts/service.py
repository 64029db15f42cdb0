"""Drafts keep what somebody typed until it is saved, so that nothing typed is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.drafts import store as drafts
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
        """Keep what was typed and return the draft's id."""
        async with self._store.change(viewer.collaboration.id) as connection:
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
        """Return what was typed; refuse a draft that is gone or belongs to somebody else."""
        async with self._store.read() as connection:
            content = await drafts.content_of(
                connection,
                draft_id,
                collaboration_id=viewer.collaboration.id,
                discord_id=discord_id,
                kind=kind,
            )
        if content is None:
            raise NotFound(
                _("What you typed is no longer here, or was already saved. Start again.")
            )
        return content

    async def forget(self, draft_id: int) -> bool:
        """Forget a draft that was saved or discarded; return whether it was still there."""
        async with self._store.write() as connection:
            return await drafts.remove(connection, draft_id)


async def claim(connection: AsyncConnection, draft_id: int | None) -> None:
    """Remove a draft in the transaction that saves it; refuse one that was already saved."""
    if draft_id is not None and not await drafts.remove(connection, draft_id):
        raise NotFound(_("This was already saved, so nothing was done a second time."))
