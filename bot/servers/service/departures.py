"""What happens to a collaboration whose server removes Meridian."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.outbox import suspension
from bot.servers.model.changes import CollaborationEnds, CollaborationReturned
from bot.servers.model.collaborations import KEPT_AFTER_LEAVING, Collaboration
from bot.servers.store import collaborations, tombstones
from bot.storage import instance
from bot.storage.change import Change
from bot.storage.database import Store

log = logging.getLogger(__name__)

# If this many servers remove Meridian within this time, something is wrong.
TOGETHER = timedelta(hours=1)
FEWEST_TOGETHER = 3
MANY = _(
    "Most servers removed the bot within an hour, so nothing was put to rest. Check the bot in "
    "Discord's developer portal."
)


def another_application(*, known: int, present: int | None) -> str:
    """Return what is wrong where the database belongs to another application."""
    return _(
        "This database belongs to another Discord application ({known}) than DISCORD_TOKEN "
        "({present}), so nothing is deleted when servers remove the bot. If you changed the bot "
        "on purpose, stop Meridian and run `python -m bot adopt`.",
        known=known,
        present=present,
    )


class DepartureService:
    """Puts collaborations to rest, wakes them, and deletes those that stayed away."""

    def __init__(self, store: Store, *, standing: Collection[str]) -> None:
        """Use a store; `standing` are the kinds of post that are kept true."""
        self.concern = ""
        self._store, self._standing = store, standing
        self._vanished: dict[int, datetime] = {}
        self._turn = asyncio.Lock()  # a server that leaves and comes back does so in this order

    async def connect(self, application_id: int) -> bool:
        """Return whether the database is this application's; the first to connect gets it."""
        async with self._store.read() as connection:
            known = await instance.application_id(connection)
        if known is None:
            async with self._store.write() as connection:
                await instance.note_application(connection, application_id)
        if known in {None, application_id}:
            return True
        self.concern = another_application(known=known, present=application_id)
        log.error("%s", self.concern)
        return False

    async def leave(self, guild_id: int, *, application_id: int, now: datetime) -> bool:
        """Put the collaboration of a server that removed Meridian to rest; return whether it did.

        Nothing is put to rest if the bot is a different one, or if most servers vanish at once.
        """
        async with self._turn:
            if not await self.connect(application_id):
                return False
            # A change of all: if most servers vanish at once, those that were put to rest wake.
            async with self._store.write() as connection:
                found = await collaborations.by_guild(connection, guild_id)
                if found is None or not found.is_served:
                    return False
                if await self._is_one_of_many(connection, guild_id, now=now):
                    await self._wake_vanished(connection, now=now)
                    return False
                await self._put_to_rest(connection, found, now=now)
        log.warning("%s removed Meridian: its data is deleted in 90 days", found.slug)
        return True

    async def _put_to_rest(
        self, connection: Change, found: Collaboration, *, now: datetime
    ) -> None:
        await collaborations.update(connection, found.id, left_at=now)
        await suspension.put_to_rest(connection, found.id)
        await collaborations.raise_revision(connection, found.id)

    async def _is_one_of_many(
        self, connection: AsyncConnection, guild_id: int, *, now: datetime
    ) -> bool:
        """Return whether most servers have vanished within the hour, this one with them."""
        recent = {guild: at for guild, at in self._vanished.items() if now - at < TOGETHER}
        self._vanished = recent | {guild_id: now}
        resting = {found.guild_id for found in await collaborations.at_rest(connection)}
        there_before = await collaborations.count_served(connection) + len(resting & recent.keys())
        gone = len(self._vanished)
        return gone >= FEWEST_TOGETHER and gone > there_before / 2

    async def _wake_vanished(self, connection: Change, *, now: datetime) -> None:
        self.concern = MANY
        log.error("%s", self.concern)
        for found in await collaborations.at_rest(connection):
            if found.guild_id in self._vanished:
                await self._wake(connection, found, now=now)

    async def come_back(self, guild_id: int, *, now: datetime) -> bool:
        """Wake the collaboration of a server that has Meridian again; return whether it left."""
        async with self._turn:
            self._vanished.pop(guild_id, None)
            resting = await self._store.recall("resting-servers", _resting_servers)
            if guild_id not in resting:
                return False
            async with self._store.change(resting[guild_id]) as connection:
                found = await collaborations.by_guild(connection, guild_id)
                if found is None or found.left_at is None:
                    return False
                await self._wake(connection, found, now=now)
        log.info("%s has Meridian again", found.slug)
        return True

    async def _wake(self, connection: Change, found: Collaboration, *, now: datetime) -> None:
        await collaborations.update(connection, found.id, left_at=None)
        await suspension.wake(connection, found.id, standing=self._standing, now=now)
        await self._store.changed(connection, CollaborationReturned(found.id, now))
        await collaborations.raise_revision(connection, found.id)

    async def delete_old(self, *, now: datetime) -> int:
        """Delete the collaborations whose servers left 90 days ago; return how many."""
        async with self._store.read() as connection:
            resting = await collaborations.at_rest(connection)
        old = [found.id for found in resting if _is_over(found, now=now)]
        return sum([await self._delete(collaboration_id, now=now) for collaboration_id in old])

    async def _delete(self, collaboration_id: int, *, now: datetime) -> bool:
        async with self._turn, self._store.change(collaboration_id) as connection:
            found = await collaborations.by_id(connection, collaboration_id)
            if found is None or not _is_over(found, now=now):
                return False  # it came back meanwhile
            await self._store.changed(connection, CollaborationEnds(found.id, now))
            await tombstones.bury(connection, found.id, found.slug, now=now)
        log.warning("%s was deleted: its server removed Meridian 90 days ago", found.slug)
        return True


def _is_over(found: Collaboration, *, now: datetime) -> bool:
    return found.left_at is not None and now >= found.left_at + KEPT_AFTER_LEAVING


async def _resting_servers(connection: AsyncConnection) -> Mapping[int | None, int]:
    """Return the collaborations at rest, by their server."""
    return {found.guild_id: found.id for found in await collaborations.at_rest(connection)}
