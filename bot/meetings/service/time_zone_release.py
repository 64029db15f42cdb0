"""Recomputes meeting times when the program starts with another time-zone release."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.store import meetings
from bot.meetings.store import zone_offsets as timelines
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, moment_key
from bot.programme.service.publication import Publisher
from bot.servers.service.recipients import organizer_targets
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.storage.database import Store
from bot.times.tzdata_changes import RetimedMeeting, grouped_alike, retimed
from bot.times.zone_offsets import ZoneOffsets
from bot.times.zones import tz_release

TOLD_FOR = timedelta(weeks=2)
MOST_LISTED = 12


async def rederive(
    store: Store, publisher: Publisher, *, now: datetime, release: str | None = None
) -> list[RetimedMeeting]:
    """Recompute the future meetings that were computed under another release, all or none.

    Meetings that moved, in UTC or at a site, are updated in calendars, and organizers get one
    message.
    """
    current = release or tz_release()
    # A change of all: the offsets that the former release had are everybody's.
    async with store.write() as connection:
        known = await timelines.every(connection)
        older = await meetings.derived_under_another(connection, current, since=now)
        found = await _displaced(connection, older, known)
        changes = {one.meeting.id: {"start": one.start, "tz_release": current} for one in found}
        await meetings.update_several(connection, changes)
        await meetings.note_release(connection, current, since=now)
        ids = [one.meeting.id for one in found]
        await publisher.publish(connection, ids, now=now)
        await _tell_organizers(connection, found, release=current, now=now)
        await _keep_timelines(connection, release=current, now=now)
    return found


async def note_timelines(store: Store, *, now: datetime) -> None:
    """Store the present UTC offsets of all zones in use, new ones too."""
    async with store.write() as connection:
        await _keep_timelines(connection, release=tz_release(), now=now)


async def _keep_timelines(connection: AsyncConnection, *, release: str, now: datetime) -> None:
    used = await timelines.zones_in_use(connection)
    await timelines.keep(connection, [ZoneOffsets.of(z, release=release, now=now) for z in used])


async def _displaced(
    connection: AsyncConnection, older: Sequence[Any], known: dict[str, ZoneOffsets]
) -> list[RetimedMeeting]:
    found: list[RetimedMeeting] = []
    for collaboration_id, group in groupby(older, key=lambda meeting: meeting.collaboration_id):
        places = await sites.of(connection, collaboration_id)
        made = (retimed(meeting, places, known) for meeting in group)
        found += [one for one in made if one is not None]
    return found


async def _tell_organizers(
    connection: AsyncConnection, found: Sequence[RetimedMeeting], *, release: str, now: datetime
) -> None:
    by_collaboration = groupby(found, key=lambda one: one.meeting.collaboration_id)
    for collaboration_id, group in by_collaboration:
        collaboration = await collaborations.by_id(connection, collaboration_id)
        assert collaboration is not None  # noqa: S101 - the meetings' foreign key holds it
        if collaboration.left_at is not None:
            continue
        payload = _payload(list(group), release)
        told = [
            Due(
                kind=Kind.ZONES,
                what=f"zones:{release}",
                target=target,
                occurrence=moment_key(now),
                due=now,
                pointless_after=now + TOLD_FOR,
                payload=payload,
            )
            for target in await organizer_targets(connection, collaboration)
        ]
        await deliveries.insert_many(connection, collaboration_id, told)


def _payload(found: Sequence[RetimedMeeting], release: str) -> dict[str, Any]:
    return {
        "release": release,
        "count": len(found),
        "moved": [_told(group) for group in grouped_alike(found)[:MOST_LISTED]],
    }


def _told(group: Sequence[RetimedMeeting]) -> dict[str, Any]:
    first = group[0]
    return {
        "meeting": first.meeting.id,
        "last": group[-1].meeting.id,
        "count": len(group),
        "was": first.meeting.start.isoformat(),
        "elsewhere": [
            (site.id, before.isoformat(), after.isoformat())
            for site, before, after in first.elsewhere
        ],
    }
