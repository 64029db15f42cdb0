"""Founding: a Discord server becomes a collaboration, with its sites, and says who runs it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.folders import DATA
from bot.core.refusals import NotAllowed, Refusal
from bot.people.model.viewers import Standing
from bot.people.service import Visitor, require_site, standing_of, unfounded
from bot.servers.model.changes import CollaborationChanged
from bot.servers.model.collaborations import Collaboration
from bot.servers.service.claim_codes import redeem
from bot.servers.store import collaborations, tombstones
from bot.sites.model.sites import Site
from bot.sites.service.known_closures import ship
from bot.sites.store import sites
from bot.storage.database import Store

TAKEN = (
    "The short name {slug} is taken: please choose another one. If your group's schedule was "
    "imported under it, run /setup with the claim code that whoever runs Meridian has for you."
)
SITES_FILE = DATA / "sites.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """A collaboration as it is set up, with its sites."""

    collaboration: Collaboration
    sites: tuple[Site, ...]
    is_new: bool = False


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
    for site in first_sites():
        await sites.insert(connection, collaboration_id=collaboration_id, **site)
    await ship(connection, collaboration_id=collaboration_id)
    return collaboration_id


class SetupService:
    """What /setup does."""

    def __init__(self, store: Store) -> None:
        """Work on this store; names and addresses show in calendars."""
        self._store = store

    async def foundation(self, visitor: Visitor) -> Foundation | None:
        """Return what is set in the visitor's server, or None before /setup; organizers only."""
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
        *,
        name: str | None = None,
        slug: str | None = None,
        claim: str | None = None,
        organizer_role_id: int | None = None,
        member_role_id: int | None = None,
        announcement_channel_id: int | None = None,
        organizer_channel_id: int | None = None,
        anchor_site: str | None = None,
        now: datetime,
    ) -> Foundation:
        """Make the visitor's server a collaboration or change it; what is None stays as it was.

        With a claim code the server takes over a collaboration that an import made.
        `member_role_id` equal to the server's own id (@everyone) makes everybody a member.
        """
        changes = _changes(
            name=name,
            slug=slug,
            organizer_role_id=organizer_role_id,
            announcement_channel_id=announcement_channel_id,
            organizer_channel_id=organizer_channel_id,
        )
        if member_role_id is not None:
            is_everyone = member_role_id == visitor.guild_id
            changes["member_role_id"] = None if is_everyone else member_role_id
        async with self._store.write() as connection:
            present = await collaborations.by_guild(connection, visitor.guild_id)
            self._require_right(visitor, present)
            chosen = await _chosen(connection, visitor, present, changes, claim=claim, now=now)
            if not isinstance(chosen, Refusal):
                founded = await self._change(connection, chosen, changes, anchor_site, now=now)
        if isinstance(chosen, Refusal):
            raise chosen  # only after the commit, which counts the wrong try
        return replace(founded, is_new=present is None)

    async def _change(
        self,
        connection: AsyncConnection,
        collaboration_id: int,
        changes: dict[str, Any],
        anchor_site: str | None,
        *,
        now: datetime,
    ) -> Foundation:
        await _require_free_slug(connection, changes.get("slug"), collaboration_id)
        if anchor_site is not None:
            site = await sites.by_slug(connection, collaboration_id, anchor_site)
            changes["anchor_site_id"] = require_site(site).id
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
            message = "Only organizers and people who can manage the server can run /setup."
            raise NotAllowed(message)


def _changes(*, name: str | None, slug: str | None, **others: int | None) -> dict[str, Any]:
    """Return the columns that were typed, checked."""
    changes = {
        "name": text.required_line(name, most=80, what="The name") if name is not None else None,
        "slug": text.slug(slug, what="The short name") if slug is not None else None,
        **others,
    }
    return {column: value for column, value in changes.items() if value is not None}


async def _require_free_slug(
    connection: AsyncConnection, slug: str | None, own_id: int | None = None
) -> None:
    """Refuse a short name that another collaboration has, or had until it was deleted."""
    if slug is not None and await tombstones.exists(connection, slug):
        message = (
            f"The short name {slug} belonged to a group whose server left, and calendars still "
            "ask for it: please type another one."
        )
        raise Refusal(message)
    holder = None if slug is None else await collaborations.by_slug(connection, slug)
    if holder is not None and holder.id != own_id:
        raise Refusal(TAKEN.format(slug=slug))


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

    A refused claim code is returned, so that the try is counted.
    """
    if claim is None:
        return present.id if present is not None else await _new(connection, changes, visitor)
    if present is not None:
        message = (
            f"This server is set up already, as {present.name}. A claim code works only in a "
            "server where Meridian is not set up yet; yours was not used."
        )
        raise Refusal(message)
    return await redeem(connection, claim, guild_id=visitor.guild_id, now=now)


async def _new(connection: AsyncConnection, changes: dict[str, Any], visitor: Visitor) -> int:
    if not {"name", "slug"} <= changes.keys():
        message = (
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
