"""Notifying: how series remind, how members want to be reminded, and reminders of one's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.refusals import NotFound, Refusal
from bot.drafts.service import claim
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, to_channel, to_member
from bot.people.model.viewers import Viewer
from bot.programme.model.reminders import About, Ladder, Preference, Way
from bot.programme.service.publication import Publisher
from bot.programme.store import reminders as ladders
from bot.series.model.series import Series
from bot.series.service.lookup import series_called
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store
from bot.times.typed_time import TypedTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zoned_time import ZonedTime

LEAD = re.compile(r"(\d{1,3}) ?(minutes?|mins?|m|hours?|h|days?|d)")
UNITS = {"m": 1, "h": 60, "d": 24 * 60}
LONGEST_LEAD = 14 * 24 * 60
MOST_LEADS = 4
MOST_OWN = 25  # reminders of one's own that wait
HOUR = timedelta(hours=1)
NONE = frozenset({"none", "off", "-", "nobody", "never"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderDescription:
    """What was typed of a series' ladder; None leaves a thing as it is.

    `mornings` are sites by short name, or "none", or "host"; `role_id` 0 pings nobody.
    """

    talk_days: int | None = None
    meeting_days: int | None = None
    mornings: str | None = None
    minutes: int | None = None
    role_id: int | None = None
    nudges: bool | None = None
    threads: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminder:
    """A reminder that somebody set for themselves, and its number."""

    id: int
    text: str
    moment: ZonedTime


class Notifying:
    """What /series notify, /me notify and /remind do."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what is reminded of is planned anew."""
        self._store, self._publisher = store, publisher

    async def ladder(
        self, viewer: Viewer, slug: str, typed: LadderDescription, *, now: datetime
    ) -> tuple[Series, Ladder]:
        """Change what a series says before its meetings, as far as something was typed."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            found = await series_called(connection, viewer, slug)
            known = await sites.of(connection, viewer.collaboration.id)
            present = (await ladders.of_series(connection, [found.id]))[found.id]
            changes = _changes(typed, known)
            if changes:
                await ladders.keep(connection, found.id, replace(present, **changes))
                await self._replan(connection, viewer, now=now)
            ladder = replace(present, **changes)
        return found, ladder

    async def preference(self, viewer: Viewer) -> Preference:
        """Return how the viewer wants to be reminded."""
        member = viewer.require_member()
        async with self._store.read() as connection:
            return await ladders.preference_of(connection, member.id)

    async def prefer(
        self,
        viewer: Viewer,
        *,
        way: Way | None = None,
        leads: str | None = None,
        about: About | None = None,
        now: datetime,
    ) -> Preference:
        """Keep how the viewer wants to be reminded; what is None stays as it was."""
        member = viewer.require_member()
        typed = None if leads is None else parse_leads(leads)
        async with self._store.write() as connection:
            present = await ladders.preference_of(connection, member.id)
            wanted = Preference(
                way=way or present.way, leads=typed or present.leads, about=about or present.about
            )
            if wanted != present:
                await ladders.keep_preference(connection, member.id, wanted)
                await self._replan(connection, viewer, now=now)
        return wanted

    async def _replan(self, connection: AsyncConnection, viewer: Viewer, *, now: datetime) -> None:
        await self._publisher.announcer.plan_within(connection, viewer.collaboration.id, now=now)

    async def reminder(
        self, viewer: Viewer, *, words: str, when: str, zone: str, now: datetime
    ) -> TypedTime:
        """Return when the viewer would be reminded; refuse what `remind` would."""
        async with self._store.read() as connection:
            return await _require_reminder(connection, viewer, words, when, zone=zone, now=now)

    async def remind(
        self,
        viewer: Viewer,
        *,
        words: str,
        when: str,
        zone: str,
        channel_id: int | None,
        draft_id: int | None = None,
        now: datetime,
    ) -> OwnReminder:
        """Remind the viewer at a moment typed, by direct message or in a channel."""
        member, said = viewer.require_member(), _reminded_of(words)
        async with self._store.write() as connection:
            await claim(connection, draft_id)
            read = await _require_reminder(connection, viewer, words, when, zone=zone, now=now)
            moment = read.moment
            due = Due(
                kind=Kind.OWN,
                what=f"own:{member.id}",
                target=to_member(member.id) if channel_id is None else to_channel(channel_id),
                occurrence=token_hex(8),
                due=moment.instant,
                pointless_after=moment.instant + timedelta(days=7),
                payload={"text": said, "discord_id": member.discord_id},
            )
            await deliveries.insert_many(connection, viewer.collaboration.id, [due])
            kept = await deliveries.by_key(connection, viewer.collaboration.id, due)
        assert kept is not None  # noqa: S101 - it was just put there
        return OwnReminder(id=kept.id, text=said, moment=moment)

    async def remind_again(self, delivery_id: int, *, discord_id: int, now: datetime) -> datetime:
        """Remind somebody of the same in an hour; only who set the reminder may ask for that."""
        async with self._store.write() as connection:
            found = await deliveries.by_id(connection, delivery_id)
            own = found is not None and found.payload.get("discord_id") == discord_id
            if found is None or found.kind != Kind.OWN or not own:
                message = "There is no such reminder of yours any more: /remind sets a new one."
                raise NotFound(message)
            due = Due(
                kind=Kind.OWN,
                what=found.what,
                target=found.target,
                occurrence=token_hex(8),
                due=now + HOUR,
                pointless_after=now + timedelta(days=7),
                payload=found.payload,
            )
            await deliveries.insert_many(connection, found.collaboration_id, [due])
        return due.due


def parse_leads(typed: str) -> tuple[int, ...]:
    """Return lead times typed as "1 day, 15 minutes", in minutes, longest first."""
    parts = [part.strip() for part in re.split(r"[,;]| and ", text.clean(typed).casefold())]
    found = [LEAD.fullmatch(part) for part in parts if part]
    if not found or any(match is None for match in found):
        message = (
            f"I do not understand “{typed.strip()[:60]}” as lead times: "
            "please type them like “1 day, 15 minutes”."
        )
        raise Refusal(message)
    minutes = {int(m[1]) * UNITS[m[2][0]] for m in found if m is not None}
    if len(minutes) > MOST_LEADS or not 0 < min(minutes) <= max(minutes) <= LONGEST_LEAD:
        message = (
            f"I can remind you at most {MOST_LEADS} times, from 1 minute to 14 days before: "
            "please type other lead times."
        )
        raise Refusal(message)
    return tuple(sorted(minutes, reverse=True))


def _changes(typed: LadderDescription, known: Sequence[Site]) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: value
        for name in ("talk_days", "meeting_days", "minutes", "nudges", "threads")
        if (value := getattr(typed, name)) is not None
    }
    if typed.role_id is not None:
        changes["role_id"] = typed.role_id or None
    if typed.mornings is not None:
        changes["morning_sites"] = _morning_sites(typed.mornings, known)
    return changes


def _morning_sites(typed: str, known: Sequence[Site]) -> tuple[int, ...] | None:
    names = [name for name in re.split(r"[,;\s]+", text.clean(typed).casefold()) if name]
    if names == ["host"]:
        return None
    if len(names) == 1 and names[0] in NONE:
        return ()
    by_slug = {site.slug: site.id for site in known}
    unknown = [name for name in names if name not in by_slug]
    if unknown or not names:
        message = (
            f"I know no site “{' '.join(unknown)[:60]}” here: please type short names like "
            "“epfl, berkeley”, or “host”, or “none”. /site list shows them."
        )
        raise Refusal(message)
    return tuple(by_slug[name] for name in dict.fromkeys(names))


def _reminded_of(words: str) -> str:
    return text.required_line(words, most=300, what="What I should remind you of")


async def _require_reminder(
    connection: AsyncConnection,
    viewer: Viewer,
    words: str,
    when: str,
    *,
    zone: str,
    now: datetime,
) -> TypedTime:
    """Return when the viewer is to be reminded; refuse one reminder too many."""
    member = viewer.require_member()
    _reminded_of(words)
    waiting = await deliveries.of_member(connection, member.id, Kind.OWN)
    if len(waiting) >= MOST_OWN:
        message = (
            f"You have {MOST_OWN} reminders waiting already: please let some of them come first."
        )
        raise Refusal(message)
    known = await sites.of(connection, viewer.collaboration.id)
    return read_time(when, now=now, zone=zone, sites=known)
