"""Placement of a schedule's talks in the meetings and slots of a series."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, Self

from bot.imports.model.grouping import TalkGroup, allocated, grouped
from bot.imports.model.scheduled_talks import BadRow, ScheduledTalk
from bot.meetings.model.meetings import MeetingStatus, Slot
from bot.meetings.store import meetings
from bot.meetings.store.slots import slots_in
from bot.series.model.series import Series
from bot.sites.model.sites import Site
from bot.storage.change import Change
from bot.talks.model.talks import Programme, Speaker, TalkStatus
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks
from bot.times.zones import tz_release

Placed = tuple[Slot, ScheduledTalk]


@dataclass(slots=True, kw_only=True)
class Placement:
    """A series that receives a schedule, and what has happened to the rows so far."""

    connection: Change
    series: Series
    sites: Sequence[Site]
    by_start: Mapping[datetime, Programme]
    by_place: Mapping[date, Programme]
    made: list[ScheduledTalk] = field(default_factory=list)
    present: list[ScheduledTalk] = field(default_factory=list)
    refused: list[BadRow] = field(default_factory=list)

    @classmethod
    async def into(cls, connection: Change, series: Series, sites: Sequence[Site]) -> Self:
        """Return the placement into a series, with the meetings that the series has."""
        booked = await stored_bookings.where(connection, conditions.in_series(series.id))
        programmes = stored_bookings.programmes_of(booked)
        return cls(
            connection=connection,
            series=series,
            sites=sites,
            by_start={programme.meeting.start: programme for programme in programmes},
            by_place={programme.meeting.place: programme for programme in programmes},
        )

    async def take(self, days: Iterable[Sequence[ScheduledTalk]], *, now: datetime) -> set[int]:
        """Place the talks of some dates; return the ids of the meetings with new talks."""
        placed: list[Placed] = []
        wanted: list[TalkGroup] = []
        for day in days:
            for programme, own in self._by_meeting(day):
                if programme is None:
                    wanted.append(grouped(own))
                    self.refused += wanted[-1].refused
                else:
                    allocation = allocated(programme, own)
                    placed += allocation.placed
                    self.present += allocation.present
                    self.refused += allocation.refused
        placed += await self._make_meetings(wanted, now=now)
        rows = [
            (self._talk_columns(slot, talk, now=now), self._speakers(talk)) for slot, talk in placed
        ]
        await talks.insert_many(self.connection, rows)
        self.made += [talk for _, talk in placed]
        return {slot.meeting_id for slot, _ in placed}

    def _by_meeting(
        self, day: Sequence[ScheduledTalk]
    ) -> list[tuple[Programme | None, list[ScheduledTalk]]]:
        """Return the talks of a date by their existing meeting; None if there is none."""
        found: dict[int, tuple[Programme | None, list[ScheduledTalk]]] = {}
        for talk in day:
            programme = self.by_start.get(talk.start) or self.by_place.get(talk.place)
            number = programme.meeting.id if programme else 0
            found.setdefault(number, (programme, []))[1].append(talk)
        return list(found.values())

    async def _make_meetings(self, wanted: Sequence[TalkGroup], *, now: datetime) -> list[Placed]:
        """Create meetings; return each slot with the talk that fills it."""
        made: list[Placed] = []
        ordered = sorted(wanted, key=_slots)
        for count, alike in groupby(ordered, key=_slots):
            groups = list(alike)
            rows = [self._meeting_columns(group, now=now) for group in groups]
            ids = await meetings.insert_with_slots(self.connection, rows, slots_each=count)
            slots = await slots_in(self.connection, ids)
            for meeting_id, group in zip(ids, groups, strict=True):
                made += zip(slots[meeting_id], group.talks, strict=True)
        return made

    def _meeting_columns(self, group: TalkGroup, *, now: datetime) -> dict[str, Any]:
        first = group.first
        return {
            "collaboration_id": self.series.collaboration_id,
            "series_id": self.series.id,
            "place": first.place,
            "wall": first.wall,
            "zone": first.zone,
            "start": first.start,
            "minutes": group.minutes,
            "status": MeetingStatus.SCHEDULED,
            # A future one counts as moved by hand, so that no rule moves or drops it.
            "moved_from": first.wall if first.start > now else None,
            "tz_release": tz_release(),
            "room": first.room,
        }

    def _talk_columns(self, slot: Slot, talk: ScheduledTalk, *, now: datetime) -> dict[str, Any]:
        return {
            "collaboration_id": self.series.collaboration_id,
            "series_id": self.series.id,
            "slot_id": slot.id,
            "title": talk.title,
            "abstract": talk.abstract,
            "slides": talk.slides,
            "video": talk.video,
            "status": TalkStatus.CONFIRMED,
            "created_at": now,
        }

    def _speakers(self, talk: ScheduledTalk) -> list[Speaker]:
        site = _site_of(talk.affiliation, self.sites)
        site_id = None if site is None else site.id
        return [
            Speaker(name=name, affiliation=talk.affiliation, site_id=site_id)
            for name in talk.speakers
        ]


def _slots(group: TalkGroup) -> int:
    return len(group.talks)


def _site_of(affiliation: str, sites: Sequence[Site]) -> Site | None:
    """Return the site that an affiliation clearly names, by the site's name or only its city.

    "Computer Science, EPFL" is EPFL; "University of Chicago, Chicago" is no site.
    """
    whole = affiliation.casefold()
    parts = {part.strip() for part in whole.split(",")}
    for site in sites:
        if site.slug in parts or site.name.casefold() in parts or site.city.casefold() == whole:
            return site
    return None
