"""Founding: a Discord server becomes a collaboration, with its sites, and says who runs it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import text
from bot.domain.collaborations import Collaboration
from bot.domain.refusal import NotAllowed, Refusal
from bot.domain.sites import Site
from bot.domain.viewers import Standing
from bot.services.joining import Visitor, require_site, standing_of, unfounded
from bot.services.publishing import Publisher
from bot.services.shipping import ship
from bot.store import collaborations, sites
from bot.store.database import Store

SITES_FILE = Path(__file__).parents[2] / "data" / "sites.toml"


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


class Founding:
    """What /setup does."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; names and addresses show in calendars."""
        self._store = store
        self._publisher = publisher

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
        organizer_role_id: int | None = None,
        member_role_id: int | None = None,
        announcement_channel_id: int | None = None,
        organizer_channel_id: int | None = None,
        anchor_site: str | None = None,
        now: datetime,
    ) -> Foundation:
        """Make the visitor's server a collaboration or change it; what is None stays as it was.

        A collaboration made by an import, which no server has, is taken over by its slug.
        `member_role_id` equal to the server's own id (@everyone) makes everybody a member.
        """
        changes: dict[str, Any] = {
            "name": text.required_line(name, most=80, what="The name")
            if name is not None
            else None,
            "slug": text.slug(slug, what="The short name") if slug is not None else None,
            "organizer_role_id": organizer_role_id,
            "announcement_channel_id": announcement_channel_id,
            "organizer_channel_id": organizer_channel_id,
        }
        changes = {column: value for column, value in changes.items() if value is not None}
        if member_role_id is not None:
            changes["member_role_id"] = (
                None if member_role_id == visitor.guild_id else member_role_id
            )
        async with self._store.write() as connection:
            present = await collaborations.by_guild(connection, visitor.guild_id)
            self._require_right(visitor, present)
            await _require_free_slug(connection, changes.get("slug"), present)
            collaboration_id = await _present_or_new(connection, present, changes, visitor)
            if anchor_site is not None:
                site = await sites.by_slug(connection, collaboration_id, anchor_site)
                changes["anchor_site_id"] = require_site(site).id
            await collaborations.update(connection, collaboration_id, **changes)
            await self._publisher.publish_collaboration(connection, collaboration_id, now=now)
            founded = await collaborations.by_id(connection, collaboration_id)
            known = await sites.of(connection, collaboration_id)
        assert founded is not None  # noqa: S101 - it was made or found in this very transaction
        return Foundation(collaboration=founded, sites=tuple(known), is_new=present is None)

    def _require_right(self, visitor: Visitor, present: Collaboration | None) -> None:
        if visitor.may_manage_server:
            return
        if present is None:
            raise NotAllowed(unfounded(visitor))
        if standing_of(visitor, present) is not Standing.ORGANIZER:
            message = "Only organizers and people who can manage the server can run /setup."
            raise NotAllowed(message)


async def _require_free_slug(
    connection: AsyncConnection, slug: str | None, present: Collaboration | None
) -> None:
    holder = None if slug is None else await collaborations.by_slug(connection, slug)
    if holder is None or (present is not None and holder.id == present.id):
        return
    if holder.guild_id is not None or present is not None:
        message = (
            f"The short name {slug} is taken by another collaboration: please type another one."
        )
        raise Refusal(message)


async def _present_or_new(
    connection: AsyncConnection,
    present: Collaboration | None,
    changes: dict[str, Any],
    visitor: Visitor,
) -> int:
    if present is not None:
        return present.id
    if not {"name", "slug"} <= changes.keys():
        message = (
            "To begin, give /setup at least a name and a short name, like deep-learning-theory."
        )
        raise Refusal(message)
    unclaimed = await collaborations.by_slug(connection, changes["slug"])
    if unclaimed is not None:
        await collaborations.update(connection, unclaimed.id, guild_id=visitor.guild_id)
        return unclaimed.id
    made = await found(
        connection, slug=changes["slug"], name=changes["name"], guild_id=visitor.guild_id
    )
    first = (await sites.of(connection, made))[0]
    await collaborations.update(connection, made, anchor_site_id=first.id)
    return made
