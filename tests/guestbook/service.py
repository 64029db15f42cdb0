"""What people do with the guestbook."""

from datetime import datetime, timedelta

from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, to_channel
from bot.people.model.viewers import Viewer
from bot.storage.change import Change
from bot.storage.database import Store
from tests.guestbook import store as guestbook

THANKS = "guestbook thanks"


class Guestbook:
    """The guestbook of a collaboration."""

    def __init__(self, store: Store) -> None:
        self.counted = 0
        self.woken = 0
        self._store = store

    async def open(self) -> None:
        """Make the table, as a migration does for a subject of Meridian's own."""
        async with self._store.write() as connection:
            await connection.run_sync(guestbook.metadata.create_all)

    async def write(self, viewer: Viewer, text: str, *, channel_id: int, now: datetime) -> None:
        """Add an entry, and thank for it in a channel."""
        member = viewer.require_member()
        due = Due(
            kind=THANKS,
            what=f"guestbook:{member.id}",
            target=to_channel(channel_id),
            due=now,
            pointless_after=now + timedelta(days=1),
            payload={"text": text},
        )
        async with self._store.write() as connection:
            await guestbook.write(connection, member_id=member.id, text=text, written_at=now)
            await deliveries.insert_many(connection, viewer.collaboration.id, [due])

    async def texts(self) -> list[str]:
        """Return what all entries say."""
        async with self._store.read() as connection:
            return await guestbook.texts(connection)

    async def count(self) -> None:
        """Count the entries; a job does so every day."""
        self.counted = len(await self.texts())

    async def wake(self, _change: Change) -> None:
        """Note that something was saved."""
        self.woken += 1
