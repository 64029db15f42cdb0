"""Setting up a Discord server as a collaboration with its sites."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.folders import DATA
from bot.core.refusals import NotAllowed, Refusal
from bot.core.translation import _
from bot.people.model.viewers import Standing
from bot.people.service import Visitor, standing_of, unfounded
from bot.servers.model.changes import CollaborationChanged
from bot.servers.model.collaborations import Collaboration
from bot.servers.service.claim_codes import redeem
from bot.servers.store import collaborations, tombstones
from bot.sites.model.sites import Site
from bot.sites.service.known_closures import ship
from bot.sites.service.lookup import site_called
from bot.sites.store import sites
from bot.storage.change import Change
from bot.storage.database import Store

SITES_FILE = DATA / "sites.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """A collaboration with its sites."""

    collaboration: Collaboration
    sites: tuple[Site, ...]
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What /setup was given; None leaves a value as it is."""

    name: str | None = None
    slug: str | None = None
    claim: str | None = None
    organizer_role_id: int | None = None
    member_role_id: int | None = None
    announcement_channel_id: int | None = None
    organizer_channel_id: int | None = None
    anchor_site: str | None = None

    def columns(self, *, everyone: int) -> dict[str, Any]:
        """Return the given values, checked, as columns; `everyone` is the id of @everyone."""
        given = {
            "organizer_role_id": self.organizer_role_id,
            "member_role_id": self.member_role_id,
            "announcement_channel_id": self.announcement_channel_id,
            "organizer_channel_id": self.organizer_channel_id,
        }
        changes: dict[str, Any] = {
            name: value for name, value in given.items() if value is not None
        }
        if self.member_role_id == everyone:
            changes["member_role_id"] = None
        if self.name is not None:
            changes["name"] = text.required_line(self.name, most=80, what=_("The name"))
        if self.slug is not None:
            changes["slug"] = text.slug(self.slug, what=_("The short name"))
        return changes


def first_sites() -> list[Mapping[str, Any]]:
    """Return the sites that a collaboration starts with, as columns of the store."""
    listed = tomllib.loads(SITES_FILE.read_text(encoding="utf-8"))["site"]
    return [
        {
            **site,
            "working_days": frozenset(site["working_days"]),
            "opens": time.fromisoformat(site["opens"]),
            "closes": time.fromisoformat(site["closes"]),
            "position": position,
        }
        for position, site in enumerate(listed)
    ]


async def found(
    connection: AsyncConnection, *, slug: str, name: str, guild_id: int | None = None
) -> int:
    """Make a collaboration with its first sites, in the caller's transaction; return its id."""
    collaboration_id = await collaborations.insert(
        connection, slug=slug, name=name, guild_id=guild_id
    )
    made = [{"collaboration_id": collaboration_id, **site} for site in first_sites()]
    await sites.insert_many(connection, made)
    await ship(connection, collaboration_id=collaboration_id)
    return collaboration_id


class SetupService:
    """The settings of servers, shown and changed."""

    def __init__(self, store: Store) -> None:
        """Use a store; calendars follow changes of names and addresses."""
        self._store = store

    async def foundation(self, visitor: Visitor) -> Foundation | None:
        """Return the settings of the visitor's server, None before /setup; organizers only."""
        async with self._store.read() as connection:
            present = await collaborations.by_guild(connection, visitor.guild_id)
            self._require_right(visitor, present)
            if present is None:
                return None
            return Foundation(
                collaboration=present, sites=tuple(await sites.of(connection, present.id))
            )

    async def set_up(
        self,
        visitor: Visitor,
        typed: ServerSettings,
        *,
        now: datetime,
    ) -> Foundation:
        """Set up the visitor's server or change its settings; None leaves a value as it is.

        With a claim code the server takes over a collaboration that an import made.
        A `member_role_id` that is the server's own id (@everyone) makes everybody a member.
        """
        changes = typed.columns(everyone=visitor.guild_id)
        # A change of all: it may make a collaboration, take one over, or give up a short name.
        async with self._store.write() as connection:
            present = await collaborations.by_guild(connection, visitor.guild_id)
            self._require_right(visitor, present)
            chosen = await _chosen(
                connection, visitor, present, changes, claim=typed.claim, now=now
            )
            if not isinstance(chosen, Refusal):
                founded = await self._change(
                    connection, chosen, changes, typed.anchor_site, now=now
                )
        if isinstance(chosen, Refusal):
            raise chosen  # only after the commit, which counts the wrong try
        return replace(founded, is_new=present is None)

    async def _change(
        self,
        connection: Change,
        collaboration_id: int,
        changes: dict[str, Any],
        anchor_site: str | None,
        *,
        now: datetime,
    ) -> Foundation:
        await _require_free_slug(connection, changes.get("slug"), collaboration_id)
        if anchor_site is not None:
            site = await site_called(connection, collaboration_id, anchor_site)
            changes["anchor_site_id"] = site.id
        await collaborations.update(connection, collaboration_id, **changes)
        await self._store.changed(connection, CollaborationChanged(collaboration_id, now))
        founded = await collaborations.by_id(connection, collaboration_id)
        assert founded is not None  # noqa: S101 - it was made or found in this very transaction
        known = await sites.of(connection, collaboration_id)
        return Foundation(collaboration=founded, sites=tuple(known))

    def _require_right(self, visitor: Visitor, present: Collaboration | None) -> None:
        if visitor.may_manage_server:
            return
        if present is None:
            raise NotAllowed(unfounded(visitor))
        if standing_of(visitor, present) is not Standing.ORGANIZER:
            message = _("Only organizers and people who can manage the server can run /setup.")
            raise NotAllowed(message)


def slug_taken(slug: str | None) -> str:
    """Return the refusal of a short name that another collaboration has."""
    return _(
        "The short name {slug} is taken. Choose another one. If your group's schedule was "
        "imported under it, ask whoever runs Meridian for its claim code and run /setup with it.",
        slug=slug,
    )


async def _require_free_slug(
    connection: AsyncConnection, slug: str | None, own_id: int | None = None
) -> None:
    """Refuse a short name that another collaboration has, or had until it was deleted."""
    if slug is not None and await tombstones.exists(connection, slug):
        message = _(
            "The short name {slug} belonged to a group that left, and calendars still use it. "
            "Choose another one.",
            slug=slug,
        )
        raise Refusal(message)
    holder = None if slug is None else await collaborations.by_slug(connection, slug)
    if holder is not None and holder.id != own_id:
        raise Refusal(slug_taken(slug))


async def _chosen(
    connection: AsyncConnection,
    visitor: Visitor,
    present: Collaboration | None,
    changes: dict[str, Any],
    *,
    claim: str | None,
    now: datetime,
) -> int | Refusal:
    """Return the id of the server's collaboration: its own, a claimed or a new one.

    A refused claim code is returned, not raised, so that the failed try is counted.
    """
    if claim is None:
        return present.id if present is not None else await _new(connection, changes, visitor)
    if present is not None:
        message = _(
            "This server is already set up, as {name}. A claim code only works in a server where "
            "Meridian is not set up yet, so yours was not used.",
            name=present.name,
        )
        raise Refusal(message)
    return await redeem(connection, claim, guild_id=visitor.guild_id, now=now)


async def _new(connection: AsyncConnection, changes: dict[str, Any], visitor: Visitor) -> int:
    if not {"name", "slug"} <= changes.keys():
        message = _(
            "To begin, give /setup at least a name and a short name, like deep-learning-theory."
        )
        raise Refusal(message)
    await _require_free_slug(connection, changes["slug"])
    made = await found(
        connection, slug=changes["slug"], name=changes["name"], guild_id=visitor.guild_id
    )
    first = (await sites.of(connection, made))[0]
    await collaborations.update(connection, made, anchor_site_id=first.id)
    return made
