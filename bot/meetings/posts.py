"""Mirroring: meetings stand among the server's scheduled events, and are kept in step there.

A refusal of Discord's is nobody's trouble: the mirror is left out, and tried again with the next
change or the next day.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.meetings.cards.scheduled_events import Mirror, mirror_of
from bot.meetings.model.scheduled_events import MOST_IN_SERVER, MOST_MIRRORED, stands_for_all
from bot.outbox.deliveries import Delivery, number_in
from bot.outbox.kinds import ActContext
from bot.outbox.outcomes import Again, Outcome, Parked, Sent, Withdrawn
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.talks import store as talks

OVER, SHOWN = "over", "shown"  # what a delivery remembers: called off there; what stands there
TRIED_AGAIN = timedelta(hours=6)
OPEN = frozenset({discord.EventStatus.scheduled.value, discord.EventStatus.active.value})
CANCELLED = discord.EventStatus.canceled.value
EXTERNAL, GUILD_ONLY = discord.EntityType.external.value, discord.PrivacyLevel.guild_only.value
# Discord's codes: unknown scheduled event, and one that is over.
GONE = frozenset({10070, 180000})
UNSEEN = {OVER: False, SHOWN: ""}  # what stands may have been true at an earlier try
FULL = "there are as many events as Discord takes"


async def mirror(hands: ActContext, delivery: Delivery, now: datetime) -> Outcome | Withdrawn:
    """Have a server's events show what is true of a meeting."""
    return await Mirroring(hands).act(delivery, now=now)


class Mirroring:
    """Keeps single mirrors, over one Discord client."""

    def __init__(self, hands: ActContext) -> None:
        self._store, self._client, self._sender = hands.store, hands.client, hands.sender
        self._links = hands.links
        self._turn = hands.turn  # so that two do not take the last place both

    async def act(self, delivery: Delivery, *, now: datetime) -> Outcome | Withdrawn:
        """Let the server's events show what is true of a meeting, and return what came of it."""
        guild_id = number_in(delivery.target, "server") or 0
        stands = delivery.message_id is not None and not delivery.payload.get(OVER)
        mirror = await self._wanted(delivery)
        if self._is_forbidden(guild_id):
            why = "Meridian may not make events here"
            return Again(why=why, after=TRIED_AGAIN) if stands else Withdrawn(why=why)
        if mirror is None:
            return await self._end(delivery, guild_id, stands=stands, now=now)
        if not stands:
            return await self._make(guild_id, mirror)
        if mirror.digest == delivery.payload.get(SHOWN) or mirror.start <= now:
            return _there(guild_id, delivery.message_id, mirror)
        return await self._edit(guild_id, delivery.message_id or 0, mirror)

    async def _wanted(self, delivery: Delivery) -> Mirror | None:
        """Return how a meeting is to stand; None where it is not to stand at all."""
        meeting_id = number_in(delivery.what, "meeting") or 0
        async with self._store.read() as connection:
            collaboration = await collaborations.by_id(connection, delivery.collaboration_id)
            assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
            booked = await talks.bookings(connection, talks.has_id(meeting=meeting_id))
            known = await sites.of(connection, collaboration.id)
        programme = next(iter(talks.programmes_of(booked)), None)
        if (
            programme is None
            or not programme.meeting.takes_place
            or not stands_for_all(programme.series, collaboration)
        ):
            return None
        marker = delivery.nonce(self._store.instance_name)
        slug = collaboration.slug
        return mirror_of(programme, known, links=self._links, slug=slug, marker=marker)

    def _is_forbidden(self, guild_id: int) -> bool:
        """Say whether Discord has told that we may not; otherwise trying will tell."""
        guild = self._client.get_guild(guild_id)
        return guild is not None and not may_mirror(guild.me.guild_permissions)

    async def _make(self, guild_id: int, mirror: Mirror) -> Outcome | Withdrawn:
        """Make it, unless a process that is no more did so already: its last line tells.

        discord.py repeats by itself what Discord answered with an error, though it was done: so
        it is looked at again afterwards, and a twin is taken away.
        """
        http = self._client.http

        async def make() -> Outcome:
            known = await http.get_scheduled_events(guild_id, with_user_count=False)
            if standing := self._marked(known, mirror):
                await self._leave_one(guild_id, standing)
                there = _there(guild_id, standing[0], mirror)
                return replace(there, was_there=True, is_unfinished=True, remembered=UNSEEN)
            if sum(map(self._is_ours, known)) >= MOST_MIRRORED or len(known) >= MOST_IN_SERVER:
                return Parked(why=FULL)
            kind = {"entity_type": EXTERNAL, "privacy_level": GUILD_ONLY}
            await self._sender.turn()
            made = await http.create_guild_scheduled_event(
                guild_id, **_body(mirror), **kind, reason=None
            )
            await self._sender.turn()
            known = await http.get_scheduled_events(guild_id, with_user_count=False)
            standing = self._marked(known, mirror)
            await self._leave_one(guild_id, standing)
            return _there(guild_id, next(iter(standing), int(made["id"])), mirror)

        async with self._turn:
            return await self._quietly(make, where=guild_id)

    def _marked(self, known: Iterable[Mapping[str, Any]], mirror: Mirror) -> list[int]:
        """Return which events are this mirror, the oldest first."""
        last = f"\n{mirror.mark}"
        ours = (one for one in known if self._is_ours(one))
        return sorted(int(one["id"]) for one in ours if str(one["description"]).endswith(last))

    async def _leave_one(self, guild_id: int, standing: Sequence[int]) -> None:
        for twin in standing[1:]:
            await self._sender.turn()
            await self._client.http.delete_scheduled_event(guild_id, twin)

    def _is_ours(self, one: Mapping[str, Any]) -> bool:
        own = self._client.user
        creator = int(one.get("creator_id") or 0)
        return own is not None and creator == own.id and one["status"] in OPEN

    async def _edit(self, guild_id: int, number: int, mirror: Mirror) -> Outcome | Withdrawn:
        async def edit() -> Outcome:
            await self._client.http.edit_scheduled_event(guild_id, number, **_body(mirror))
            return _there(guild_id, number, mirror)

        return await self._quietly(edit, where=guild_id)

    async def _end(
        self, delivery: Delivery, guild_id: int, *, stands: bool, now: datetime
    ) -> Outcome | Withdrawn:
        """Call it off there, for good: Discord takes back no cancellation."""
        number = delivery.message_id
        if not stands or number is None or delivery.pointless_after <= now:
            return Withdrawn(why="the meeting does not stand for all")

        async def end() -> Outcome:
            await self._client.http.edit_scheduled_event(guild_id, number, status=CANCELLED)
            return Sent(channel_id=guild_id, message_id=number, remembered={OVER: True})

        return await self._quietly(end, where=guild_id)

    async def _quietly(
        self, act: Callable[[], Awaitable[Outcome]], *, where: int
    ) -> Outcome | Withdrawn:
        async def acted() -> Outcome:
            try:
                return await act()
            except discord.HTTPException as error:
                if error.code in GONE:
                    # Somebody deleted or ended it: it is not made again by itself.
                    return Sent(channel_id=where, message_id=None)
                raise

        outcome = await self._sender.act(acted, where=where)
        return Withdrawn(why=outcome.why) if isinstance(outcome, Parked) else outcome


def may_mirror(allowed: discord.Permissions) -> bool:
    """Say whether somebody with these permissions may make events."""
    return allowed.create_events or allowed.manage_events


def _there(guild_id: int, number: int | None, mirror: Mirror) -> Sent:
    remembered = {OVER: False, SHOWN: mirror.digest}
    return Sent(channel_id=guild_id, message_id=number, remembered=remembered)


def _body(mirror: Mirror) -> dict[str, Any]:
    return {
        "name": mirror.name,
        "description": mirror.description,
        "entity_metadata": {"location": mirror.place},
        "scheduled_start_time": mirror.start.isoformat(),
        "scheduled_end_time": mirror.end.isoformat(),
    }
