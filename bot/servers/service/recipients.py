"""Whom deliveries reach: members, and the organizers of a collaboration."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import to_channel, to_member
from bot.outbox.recipients import Recipient
from bot.people.store import members
from bot.servers.model.collaborations import Collaboration
from bot.servers.store import collaborations


class StoredRecipients:
    """Tells the outbox about members and servers from the store."""

    async def member(self, connection: AsyncConnection, member_id: int) -> Recipient | None:
        """Return a member, also one who left; None where there is none."""
        found = await members.by_id(connection, member_id)
        if found is None:
            return None
        return Recipient(
            discord_id=found.discord_id,
            name=found.display_name,
            has_left=found.left_at is not None,
        )

    async def has_server_left(self, connection: AsyncConnection, collaboration_id: int) -> bool:
        """Return whether the collaboration's server removed Meridian."""
        found = await collaborations.by_id(connection, collaboration_id)
        return found is not None and found.left_at is not None

    async def organizers(
        self, connection: AsyncConnection, collaboration_id: int, *, without: str = ""
    ) -> Sequence[str]:
        """Return the targets that reach a collaboration's organizers, except `without`."""
        collaboration = await collaborations.by_id(connection, collaboration_id)
        assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
        return await organizer_targets(connection, collaboration, without=without)


async def organizer_targets(
    connection: AsyncConnection, collaboration: Collaboration, *, without: str = ""
) -> tuple[str, ...]:
    """Return the organizers' channel, or each organizer that is known where there is none.

    `without` is a target that cannot be reached.
    """
    channel_id = collaboration.organizer_channel_id
    if channel_id is not None and to_channel(channel_id) != without:
        return (to_channel(channel_id),)
    known = await members.organizers(connection, collaboration.id)
    return tuple(to_member(member.id) for member in known if to_member(member.id) != without)
