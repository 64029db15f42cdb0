"""Roles that were chosen with /setup and are deleted in Discord."""

from datetime import datetime, timedelta

from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind
from bot.servers.service.recipients import organizer_targets
from bot.servers.store import collaborations
from bot.storage.database import Store

NEWS_LASTS = timedelta(weeks=1)
NO_ORGANIZERS = _(
    "The role that makes people organizers was deleted, so now only those who can manage the "
    "server are organizers. Please choose another role with /setup."
)
NO_MEMBERS = _(
    "The role that makes people members was deleted, so nobody new can become a member. Nobody "
    "loses anything. Please choose another role with /setup."
)


class RoleService:
    """Tells organizers when a role that decides who may do what is gone."""

    def __init__(self, store: Store) -> None:
        """Use a store."""
        self._store = store

    async def deleted(self, guild_id: int, role_id: int, *, now: datetime) -> None:
        """Tell a server's organizers at once, if its settings name this role."""
        async with self._store.read() as connection:
            found = await collaborations.by_guild(connection, guild_id)
        if found is None or role_id not in {found.organizer_role_id, found.member_role_id}:
            return
        organizes = role_id == found.organizer_role_id
        async with self._store.change(found.id) as connection:
            wanted = [
                Due(
                    kind=Kind.TROUBLE,
                    what=f"setup-role:{role_id}",
                    target=target,
                    due=now,
                    pointless_after=now + NEWS_LASTS,
                    payload={"sentence": NO_ORGANIZERS if organizes else NO_MEMBERS, "why": ""},
                )
                for target in await organizer_targets(connection, found)
            ]
            await deliveries.insert_many(connection, found.id, wanted)
