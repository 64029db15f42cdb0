"""Creates, edits and cancels scheduled events in Discord."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.core.translation import _
from bot.meetings.cards.scheduled_events import ScheduledEvent
from bot.meetings.model.scheduled_events import MOST_IN_SERVER, MOST_MIRRORED
from bot.outbox.kinds import ActContext
from bot.outbox.outcomes import Outcome, Parked, Sent, Withdrawn

# What a delivery remembers about its event: whether it was cancelled, and what it shows.
OVER, SHOWN = "over", "shown"
UNKNOWN = {OVER: False, SHOWN: ""}  # where an earlier try created it
OPEN = frozenset({discord.EventStatus.scheduled.value, discord.EventStatus.active.value})
CANCELLED = discord.EventStatus.canceled.value
EXTERNAL, GUILD_ONLY = discord.EntityType.external.value, discord.PrivacyLevel.guild_only.value
# Discord's error codes: unknown scheduled event, and one that is over.
GONE = frozenset({10070, 180000})


class EventWriter:
    """Writes the scheduled events of one server."""

    def __init__(self, context: ActContext, guild_id: int) -> None:
        self._client, self._sender = context.client, context.sender
        self._guild_id = guild_id
        self._turn = context.turn  # so that two meetings do not both take the last place

    async def create(self, event: ScheduledEvent) -> Outcome | Withdrawn:
        """Create an event, unless an earlier try already did: its marker tells.

        discord.py repeats a request that Discord answered with an error, though it was carried out.
        So the events are read again afterwards, and a duplicate is deleted.
        """

        async def create() -> Outcome:
            known = await self._events()
            if present := self._marked(known, event):
                await self._delete_all_but_first(present)
                found = sent(self._guild_id, present[0], event)
                return replace(found, was_there=True, is_unfinished=True, remembered=UNKNOWN)
            if sum(map(self._is_ours, known)) >= MOST_MIRRORED or len(known) >= MOST_IN_SERVER:
                return Parked(why=_("The server has as many events as Discord allows."))
            await self._sender.turn()
            created = await self._insert(event)
            await self._sender.turn()
            present = self._marked(await self._events(), event)
            await self._delete_all_but_first(present)
            return sent(self._guild_id, next(iter(present), int(created["id"])), event)

        async with self._turn:
            return await self._try(create)

    async def edit(self, event_id: int, event: ScheduledEvent) -> Outcome | Withdrawn:
        """Change an event to what its meeting is now."""

        async def edit() -> Outcome:
            http = self._client.http
            await http.edit_scheduled_event(self._guild_id, event_id, **_body(event))
            return sent(self._guild_id, event_id, event)

        return await self._try(edit)

    async def cancel(self, event_id: int) -> Outcome | Withdrawn:
        """Cancel an event."""

        async def cancel() -> Outcome:
            http = self._client.http
            await http.edit_scheduled_event(self._guild_id, event_id, status=CANCELLED)
            remembered = {OVER: True}
            return Sent(channel_id=self._guild_id, message_id=event_id, remembered=remembered)

        return await self._try(cancel)

    async def _events(self) -> Sequence[Mapping[str, Any]]:
        http = self._client.http
        return await http.get_scheduled_events(self._guild_id, with_user_count=False)

    async def _insert(self, event: ScheduledEvent) -> Mapping[str, Any]:
        kind = {"entity_type": EXTERNAL, "privacy_level": GUILD_ONLY}
        http = self._client.http
        return await http.create_guild_scheduled_event(
            self._guild_id, **_body(event), **kind, reason=None
        )

    def _marked(self, known: Iterable[Mapping[str, Any]], event: ScheduledEvent) -> list[int]:
        """Return the ids of the events with this event's marker, the oldest first."""
        last = f"\n{event.mark}"
        ours = (one for one in known if self._is_ours(one))
        return sorted(int(one["id"]) for one in ours if str(one["description"]).endswith(last))

    async def _delete_all_but_first(self, present: Sequence[int]) -> None:
        for duplicate in present[1:]:
            await self._sender.turn()
            await self._client.http.delete_scheduled_event(self._guild_id, duplicate)

    def _is_ours(self, one: Mapping[str, Any]) -> bool:
        own = self._client.user
        creator = int(one.get("creator_id") or 0)
        return own is not None and creator == own.id and one["status"] in OPEN

    async def _try(self, act: Callable[[], Awaitable[Outcome]]) -> Outcome | Withdrawn:
        """Carry out a request; an event that somebody deleted is not created again."""

        async def acted() -> Outcome:
            try:
                return await act()
            except discord.HTTPException as error:
                if error.code in GONE:
                    return Sent(channel_id=self._guild_id, message_id=None)
                raise

        outcome = await self._sender.act(acted, where=self._guild_id)
        return Withdrawn(why=outcome.why) if isinstance(outcome, Parked) else outcome


def sent(guild_id: int, event_id: int | None, event: ScheduledEvent) -> Sent:
    """Return the outcome of an event that shows what its meeting is now."""
    remembered = {OVER: False, SHOWN: event.digest}
    return Sent(channel_id=guild_id, message_id=event_id, remembered=remembered)


def _body(event: ScheduledEvent) -> dict[str, Any]:
    return {
        "name": event.name,
        "description": event.description,
        "entity_metadata": {"location": event.place},
        "scheduled_start_time": event.start.isoformat(),
        "scheduled_end_time": event.end.isoformat(),
    }
