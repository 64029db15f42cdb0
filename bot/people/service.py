"""Membership: who somebody is in a server, what they may do, and their profile."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.refusals import NotAllowed, NotSaved, Refusal
from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.people.model.changes import MemberLeft
from bot.people.model.holders import Holder
from bot.people.model.members import Member, Role
from bot.people.model.viewers import Standing, Viewer
from bot.people.store import members
from bot.people.store.holders import holders
from bot.servers.model.collaborations import Collaboration
from bot.servers.store import collaborations
from bot.sites.model.sites import Site
from bot.sites.service.lookup import site_called
from bot.sites.store import sites
from bot.storage.database import Store
from bot.storage.holdings import Holdings
from bot.times.zones import require_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody in a Discord server, as Discord describes them with each interaction."""

    guild_id: int
    discord_id: int
    display_name: str
    role_ids: Collection[int]
    may_manage_server: bool
    # All roles that the server has; None where that is not known.
    server_role_ids: Collection[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A member, and their site if they have one."""

    member: Member
    site: Site | None


def standing_of(visitor: Visitor, collaboration: Collaboration) -> Standing:
    """Return the standing that somebody's Discord roles give them."""
    if visitor.may_manage_server or collaboration.organizer_role_id in visitor.role_ids:
        return Standing.ORGANIZER
    role = collaboration.member_role_id
    return Standing.MEMBER if role is None or role in visitor.role_ids else Standing.PUBLIC


class MembershipService:
    """The members of collaborations, kept up to date with each interaction."""

    def __init__(self, store: Store) -> None:
        """Use a store."""
        self._store = store

    async def viewer(self, visitor: Visitor, *, now: datetime) -> Viewer:
        """Return the viewer that a visitor is; refuse in a server without /setup.

        New members and changed names are saved. Whoever lost the member role loses their feeds
        and their own calendars, unless the role itself was deleted.
        """

        async def load(connection: AsyncConnection) -> tuple[Collaboration, Member | None]:
            found = await collaborations.visited(connection, *who)
            if found is None:
                raise NotAllowed(unfounded(visitor))
            return found

        who = (visitor.guild_id, visitor.discord_id)
        collaboration, member = await self._store.recall(
            ("viewer", *who), load, whose=lambda found: found[0].id
        )
        standing = standing_of(visitor, collaboration)
        if standing is Standing.PUBLIC and _lost_their_role(visitor, collaboration, member):
            standing = Standing.MEMBER
        if not _is_current(member, visitor, standing):
            # Whoever is known and only reads does not wait until another program has written.
            must = member is None or standing is Standing.PUBLIC
            try:
                async with self._store.change_aside(collaboration.id, is_patient=must) as change:
                    member = await _brought_up_to_date(change, collaboration, visitor, standing)
                    if member is not None and standing is Standing.PUBLIC:
                        gone = {"left_at": member.left_at or now, "is_organizer": False}
                        await members.update(change, member.id, **gone)
                        await self._store.changed(change, MemberLeft(member.id, now))
                        member = await members.by_id(change, member.id)
            except NotSaved:
                if must:
                    raise
        return Viewer(collaboration=collaboration, standing=standing, member=member)

    async def guild_of(self, *, discord_id: int, message_id: int | None) -> int:
        """Return the server that a direct message is about: that of the message clicked.

        Otherwise the only server in which we know the person; refuse where there are several.
        """
        async with self._store.read() as connection:
            if message_id is not None:
                delivery = await deliveries.by_message(connection, message_id)
                if delivery is not None:
                    about = await collaborations.by_id(connection, delivery.collaboration_id)
                    if about is not None and about.guild_id is not None:
                        return about.guild_id
            known = await collaborations.guilds_of(connection, discord_id)
        if len(known) == 1:
            return known[0]
        message = _("I can't tell which server you mean. Use the command in one of its channels.")
        raise NotAllowed(message)

    async def holders(self, holdings: Holdings, *, now: datetime) -> list[Holder]:
        """Return the present members who hold anything, of all servers that are set up."""
        async with self._store.read() as connection:
            return await holders(connection, holdings, now=now)

    async def leave(self, member_id: int, *, now: datetime) -> None:
        """Record that a member left or lost the member role; end their feeds and calendars."""
        async with self._store.write() as connection:
            await members.update(connection, member_id, left_at=now, is_organizer=False)
            await self._store.changed(connection, MemberLeft(member_id, now))

    async def profile(self, viewer: Viewer) -> Profile:
        """Return the viewer's profile."""
        member = viewer.require_member()
        async with self._store.read() as connection:
            known = {site.id: site for site in await sites.of(connection, viewer.collaboration.id)}
            current = await members.by_id(connection, member.id) or member
        return Profile(member=current, site=known.get(current.site_id or 0))

    async def describe_oneself(
        self,
        viewer: Viewer,
        *,
        site_slug: str | None = None,
        zone: str | None = None,
        hours: tuple[time, time] | None = None,
        role: Role | None = None,
        public_name: str | None = None,
    ) -> Profile:
        """Change the viewer's profile; None leaves a value as it is."""
        member = viewer.require_member()
        changes: dict[str, object] = {}
        if zone is not None:
            changes["zone"] = require_zone(zone)
        if hours is not None:
            changes["opens"], changes["closes"] = hours
        if role is not None:
            changes["role"] = role
        if public_name is not None:
            changes["public_name"] = (
                text.line(public_name, most=100, what=_("The public name")) or None
            )
        async with self._store.change(viewer.collaboration.id) as connection:
            if site_slug is not None:
                site = await site_called(connection, viewer.collaboration.id, site_slug)
                changes["site_id"] = site.id
            if not changes:
                message = _("Nothing to change. Give /me set a site, zone, hours, role or name.")
                raise Refusal(message)
            await members.update(connection, member.id, **changes)
        return await self.profile(viewer)


def unfounded(visitor: Visitor) -> str:
    """Return the refusal in a server that is not set up yet."""
    if visitor.may_manage_server:
        return _("Meridian is not set up in this server yet. Run /setup: it takes a minute.")
    return _(
        "Meridian is not set up in this server yet. Ask somebody who can manage the server to "
        "run /setup."
    )


async def _brought_up_to_date(
    connection: AsyncConnection,
    collaboration: Collaboration,
    visitor: Visitor,
    standing: Standing,
) -> Member | None:
    """Save a new member, or what has changed about one who is there; return what is known now."""
    who = (collaboration.id, visitor.discord_id)
    known = await members.by_discord_id(connection, *who)
    if standing is Standing.PUBLIC:
        return known
    present: dict[str, Any] = {
        "display_name": _name_of(visitor),
        "is_organizer": standing is Standing.ORGANIZER,
        "role_ids": _roles_of(visitor),
    }
    if known is None:
        mine = {"collaboration_id": collaboration.id, "discord_id": visitor.discord_id}
        await members.insert(connection, **mine, **present)
    else:
        await members.update(connection, known.id, left_at=None, **present)
    return await members.by_discord_id(connection, *who)


def _lost_their_role(visitor: Visitor, collaboration: Collaboration, member: Member | None) -> bool:
    """Return whether a member only seems to be none, because the member role was deleted."""
    is_member = member is not None and member.left_at is None
    known = visitor.server_role_ids
    return is_member and known is not None and collaboration.member_role_id not in known


def _is_current(member: Member | None, visitor: Visitor, standing: Standing) -> bool:
    if member is None:
        return standing is Standing.PUBLIC
    has_left = member.left_at is not None
    if standing is Standing.PUBLIC:
        return has_left
    name = _name_of(visitor)
    is_organizer = standing is Standing.ORGANIZER
    known = (has_left, member.display_name, member.is_organizer, member.role_ids)
    return known == (False, name, is_organizer, _roles_of(visitor))


def _name_of(visitor: Visitor) -> str:
    name = text.line(visitor.display_name[:100], most=100, what=_("Your name"))
    return name or _("Somebody")


def _roles_of(visitor: Visitor) -> frozenset[int]:
    """Return somebody's roles without the server's own, which everybody has."""
    return frozenset(visitor.role_ids) - {visitor.guild_id}
