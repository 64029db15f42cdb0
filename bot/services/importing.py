"""Importing: a schedule kept in a spreadsheet becomes meetings and talks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import text
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.schedules import BadRow, Schedule, ScheduledTalk, rule_of
from bot.domain.series import Series, Visibility
from bot.domain.sites import Site
from bot.domain.talks import Booking, Speaker, TalkStatus
from bot.domain.zones import tz_release
from bot.services.founding import found
from bot.services.publishing import Publisher
from bot.store import collaborations, meetings, series, sites, talks
from bot.store.database import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import, or would: talks made and present, rows left out."""

    made: tuple[ScheduledTalk, ...] = ()
    present: tuple[ScheduledTalk, ...] = ()
    refused: tuple[BadRow, ...] = ()
    new_collaboration: bool = False
    new_series: bool = False


class _NothingSaved(Exception):  # noqa: N818 - ends a dry run's transaction
    """Undoes what a dry run did."""


class Importing:
    """What `python -m bot import` does."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what is made shows in calendars."""
        self._store = store
        self._publisher = publisher

    async def run(
        self,
        schedule: Schedule,
        *,
        collaboration: str,
        series_slug: str,
        write: bool,
        progress: Progress = lambda _done, _of: None,
        now: datetime,
    ) -> Imported:
        """Bring a schedule in, in one transaction; without `write` all of it is undone again.

        A collaboration and a series that are not there are made. Running it twice changes nothing.
        """
        slug = text.slug(collaboration, what="The collaboration's short name")
        of_series = text.slug(series_slug, what="The series' short name")
        result = Imported(refused=schedule.bad)
        try:
            async with self._store.write() as connection:
                target = await _Target.at(connection, slug, of_series, schedule.talks, now=now)
                result = await target.bring_in(schedule, progress=progress, now=now)
                if write:
                    await self._publisher.publish(connection, target.touched, now=now)
                _save_only_if(write)
        except _NothingSaved:
            return result
        return result


@dataclass(slots=True, kw_only=True)
class _Target:
    """The series that a schedule goes into, with what it has already."""

    connection: AsyncConnection
    series: Series | None
    sites: Sequence[Site]
    by_start: dict[datetime, Meeting]
    booked: dict[int, list[Booking]]
    touched: set[int]
    new_collaboration: bool
    new_series: bool

    @classmethod
    async def at(
        cls,
        connection: AsyncConnection,
        slug: str,
        series_slug: str,
        scheduled: Sequence[ScheduledTalk],
        *,
        now: datetime,
    ) -> "_Target":
        """Return the series called `series_slug`, made where it is not there."""
        present = await collaborations.by_slug(connection, slug)
        owner = present.id if present else await found(connection, slug=slug, name=_name(slug))
        known = await sites.of(connection, owner)
        kept = await series.by_slug(connection, owner, series_slug)
        if kept is None and scheduled:
            made = await _make_series(connection, owner, series_slug, scheduled, now=now)
            of_series = await series.by_id(connection, made)
        else:
            of_series = kept
        existing = [] if kept is None else await meetings.of_series(connection, kept.id)
        booked: dict[int, list[Booking]] = {}
        if kept is not None:
            for booking in await talks.bookings(connection, talks.in_series(kept.id)):
                booked.setdefault(booking.meeting.id, []).append(booking)
        return cls(
            connection=connection,
            series=of_series,
            sites=known,
            by_start={meeting.start: meeting for meeting in existing},
            booked=booked,
            touched=set(),
            new_collaboration=present is None,
            new_series=kept is None and bool(scheduled),
        )

    async def bring_in(self, schedule: Schedule, *, progress: Progress, now: datetime) -> Imported:
        """Make what is not there yet, row by row."""
        made, present, refused = [], [], list(schedule.bad)
        places = {meeting.place: meeting for meeting in self.by_start.values()}
        for done, talk in enumerate(schedule.talks, start=1):
            meeting = self.by_start.get(talk.start)
            if meeting is not None and self._has(meeting, talk):
                present.append(talk)
            elif meeting is None and (other := places.get(talk.place)) is not None:
                refused.append(BadRow(line=talk.line, reason=_two_on_a_day(other)))
            else:
                meeting = meeting or await self._meeting(talk, now=now)
                places[talk.place] = self.by_start[talk.start] = meeting
                await self._talk(meeting, talk, now=now)
                made.append(talk)
            progress(done, len(schedule.talks))
        return Imported(
            made=tuple(made),
            present=tuple(present),
            refused=tuple(sorted(refused, key=lambda row: row.line)),
            new_collaboration=self.new_collaboration,
            new_series=self.new_series,
        )

    def _has(self, meeting: Meeting, wanted: ScheduledTalk) -> bool:
        held = [b.talk for b in self.booked.get(meeting.id, ()) if b.talk is not None]
        return any(
            talk.title == wanted.title and talk.speakers[0].name == wanted.speakers[0]
            for talk in held
        )

    async def _meeting(self, talk: ScheduledTalk, *, now: datetime) -> Meeting:
        """Make the meeting of a row; one to come counts as set by hand, so no rule drops it."""
        assert self.series is not None  # noqa: S101 - made with the first talk
        row = {
            "collaboration_id": self.series.collaboration_id,
            "series_id": self.series.id,
            "place": talk.place,
            "wall": talk.wall,
            "zone": talk.zone,
            "start": talk.start,
            "minutes": talk.minutes,
            "status": MeetingStatus.SCHEDULED,
            "moved_from": talk.wall if talk.start > now else None,
            "tz_release": tz_release(),
            "room": talk.room,
        }
        (meeting_id,) = await meetings.insert_with_slots(self.connection, [row], slots_each=1)
        made = await meetings.by_id(self.connection, meeting_id)
        assert made is not None  # noqa: S101 - it was just made
        return made

    async def _talk(self, meeting: Meeting, talk: ScheduledTalk, *, now: datetime) -> None:
        assert self.series is not None  # noqa: S101 - made with the first talk
        held = await talks.bookings(self.connection, talks.has_id(meeting=meeting.id))
        free = [booking.slot for booking in held if booking.talk is None]
        if not free:
            await meetings.set_slots(self.connection, meeting.id, len(held) + 1)
            free = (await meetings.slots_of(self.connection, meeting.id))[-1:]
        await talks.insert_talk(
            self.connection,
            spoken_by=[self._speaker(name, talk.affiliation) for name in talk.speakers],
            collaboration_id=self.series.collaboration_id,
            series_id=self.series.id,
            slot_id=free[0].id,
            title=talk.title,
            abstract=talk.abstract,
            slides=talk.slides,
            video=talk.video,
            status=TalkStatus.CONFIRMED,
            created_at=now,
        )
        self.touched.add(meeting.id)

    def _speaker(self, name: str, affiliation: str) -> Speaker:
        plain = affiliation.casefold()
        site = next((s for s in self.sites if plain in {s.slug, s.name.casefold()}), None)
        return Speaker(name=name, affiliation=affiliation, site_id=site.id if site else None)


def _save_only_if(write: bool) -> None:  # noqa: FBT001 - what the person chose
    if not write:
        raise _NothingSaved


async def _make_series(
    connection: AsyncConnection,
    collaboration_id: int,
    slug: str,
    scheduled: Sequence[ScheduledTalk],
    *,
    now: datetime,
) -> int:
    """Make the series of a schedule, ended: no meeting that the schedule lacks is to be made."""
    rule, zone, minutes = rule_of(scheduled)
    return await series.insert(
        connection,
        collaboration_id=collaboration_id,
        slug=slug,
        title=_name(slug),
        rule=rule,
        zone=zone,
        first=min(talk.place for talk in scheduled),
        minutes=max(minutes, 5),
        slots=1,
        visibility=Visibility.PUBLIC,
        ended_at=now,
    )


def _name(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _two_on_a_day(other: Meeting) -> str:
    return (
        f"The series has a meeting on that date already, at {other.wall:%H:%M} "
        f"({other.zone}): a second one must begin at the same time to be a slot of it."
    )
