"""Scheduling: single meetings are moved, called off and brought back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound, Refusal
from bot.drafts.service import claim
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.store import meetings
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import Overtaken, Relocation
from bot.programme.model.meeting_changes import moved, reason_given, require_coming, restored
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.series import Series
from bot.series.service.lookup import series_called
from bot.series.service.rearrangement import shown_to
from bot.sites.model.site_time_status import ClosurePolicy, require_open
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks import store as talks
from bot.talks.model.talks import Programme
from bot.times.typed_time import TypedTime
from bot.times.typed_times.time_parser import read_time

OFFERED = 400  # meetings that somebody can pick from


class Scheduling:
    """What /meeting does, and /series with single dates."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what changes shows in calendars."""
        self._store = store
        self._publisher = publisher

    async def programme(self, viewer: Viewer, meeting_id: int) -> Programme:
        """Return a meeting with its slots and talks."""
        async with self._store.read() as connection:
            return shown_to(viewer, await programme_called(connection, viewer, meeting_id))

    async def upcoming(
        self,
        viewer: Viewer,
        *,
        slug: str | None = None,
        page: int = 1,
        per_page: int = 6,
        now: datetime,
    ) -> tuple[list[Programme], bool]:
        """Return a page, counted from 1, of the meetings to come, and whether it is the last."""
        async with self._store.read() as connection:
            visible = await _visible(connection, viewer, slug)
            found = await meetings.coming(
                connection,
                viewer.collaboration.id,
                series_ids=visible.keys(),
                after=now,
                most=per_page + 1,
                skip=(max(page, 1) - 1) * per_page,
            )
            ids = [meeting.id for meeting in found[:per_page]]
            booked = await talks.bookings(connection, talks.in_meetings(ids))
        shown = [shown_to(viewer, programme) for programme in talks.programmes_of(booked)]
        return shown, len(found) <= per_page

    async def offered(
        self, viewer: Viewer, *, slug: str | None = None, now: datetime
    ) -> list[tuple[Series, Meeting]]:
        """Return the meetings to come that the viewer may pick from."""
        async with self._store.read() as connection:
            visible = await _visible(connection, viewer, slug)
            found = await meetings.coming(
                connection,
                viewer.collaboration.id,
                series_ids=visible.keys(),
                after=now,
                most=OFFERED,
            )
        return [(visible[meeting.series_id], meeting) for meeting in found]

    async def relocation(
        self, viewer: Viewer, meeting_id: int, *, when: str, now: datetime
    ) -> Relocation:
        """Return where a meeting would go with the moment typed; refuse what `move` would."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            programme = await programme_called(connection, viewer, meeting_id)
            read = await _require_move(connection, viewer, programme, when, now=now)
        return Relocation(programme=programme, to=read.moment, others=read.others)

    async def move(
        self,
        viewer: Viewer,
        meeting_id: int,
        *,
        when: str,
        reason: str,
        revision: int | None = None,
        draft_id: int | None = None,
        quietly: bool = False,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> Programme:
        """Move a meeting to a moment typed in its series' zone, or with another one behind it.

        `quietly` tells nobody; what stands in Discord and in calendars still shows the new time.
        A time in a hard closure is ClosedThere where `heed` says to ask; nothing is moved then.
        """
        why = reason_given(reason)
        async with self._store.write() as connection:
            programme = await _to_change(
                connection, viewer, meeting_id, revision=revision, draft_id=draft_id
            )
            read = await _require_move(connection, viewer, programme, when, now=now)
            if heed is ClosurePolicy.ASK:
                await _require_open(connection, programme, read.moment.instant)
            columns = moved(programme, read.moment)
            return await self._save(
                connection, viewer, meeting_id, now, quietly=quietly, reason=why, **columns
            )

    async def cancel(
        self,
        viewer: Viewer,
        meeting_id: int,
        *,
        reason: str,
        revision: int | None = None,
        draft_id: int | None = None,
        quietly: bool = False,
        now: datetime,
    ) -> Programme:
        """Call a meeting off; its talks stay in their slots until it is restored."""
        why = reason_given(reason)
        async with self._store.write() as connection:
            programme = await _to_change(
                connection, viewer, meeting_id, revision=revision, draft_id=draft_id
            )
            require_coming(programme.meeting, now=now)
            status = MeetingStatus.CANCELLED
            return await self._save(
                connection, viewer, meeting_id, now, quietly=quietly, status=status, reason=why
            )

    async def restore(self, viewer: Viewer, meeting_id: int, *, now: datetime) -> Programme:
        """Bring back a meeting that was called off, or one that was moved to its old place."""
        async with self._store.write() as connection:
            programme = await _to_change(connection, viewer, meeting_id)
            return await self._restore(connection, viewer, programme, now=now)

    async def skip(
        self, viewer: Viewer, slug: str, day: date, *, reason: str, now: datetime
    ) -> Programme:
        """Leave out one date of a series."""
        why = reason_given(reason)
        viewer.require_organizer()
        async with self._store.write() as connection:
            meeting = await _meeting_on(connection, viewer, slug, day, now=now)
            require_coming(meeting, now=now)
            status = MeetingStatus.SKIPPED
            return await self._save(connection, viewer, meeting.id, now, status=status, reason=why)

    async def unskip(self, viewer: Viewer, slug: str, day: date, *, now: datetime) -> Programme:
        """Take a date that was left out into the series again."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            meeting = await _meeting_on(connection, viewer, slug, day, now=now)
            if meeting.takes_place:
                message = f"The meeting on {day} is not called off: nothing has to be done."
                raise Refusal(message)
            programme = await programme_called(connection, viewer, meeting.id)
            return await self._restore(connection, viewer, programme, now=now)

    async def _restore(
        self, connection: AsyncConnection, viewer: Viewer, programme: Programme, *, now: datetime
    ) -> Programme:
        columns = restored(programme)
        await _require_free(
            connection, programme, columns.get("start", programme.meeting.start), now=now
        )
        if "minutes" in columns:
            filled = [b.slot.position + 1 for b in programme.bookings if b.talk is not None]
            count = max([programme.series.slots, *filled])
            await meetings.set_slots(connection, programme.meeting.id, count)
        return await self._save(connection, viewer, programme.meeting.id, now, **columns)

    async def _save(
        self,
        connection: AsyncConnection,
        viewer: Viewer,
        meeting_id: int,
        now: datetime,
        *,
        quietly: bool = False,
        **columns: Any,  # noqa: ANN401 - columns differ in type
    ) -> Programme:
        await meetings.update_one(connection, meeting_id, **columns)
        await self._publisher.publish(connection, [meeting_id], now=now, by=viewer, quietly=quietly)
        return shown_to(viewer, await programme_called(connection, viewer, meeting_id))


async def programme_called(
    connection: AsyncConnection, viewer: Viewer, meeting_id: int
) -> Programme:
    """Return a meeting; refuse in the same words one that is not there and one that is hidden."""
    booked = await talks.bookings(connection, talks.in_meetings([meeting_id]))
    for programme in talks.programmes_of(booked):
        own = programme.meeting.collaboration_id == viewer.collaboration.id
        if own and viewer.sees(programme.series):
            return programme
    message = "There is no such meeting here: /meeting list shows those that are."
    raise NotFound(message)


async def _to_change(
    connection: AsyncConnection,
    viewer: Viewer,
    meeting_id: int,
    *,
    revision: int | None = None,
    draft_id: int | None = None,
) -> Programme:
    """Return a meeting to be changed; refuse one that is not as it was when that was confirmed."""
    viewer.require_organizer()
    programme = await programme_called(connection, viewer, meeting_id)
    await claim(connection, draft_id)
    if revision not in {None, programme.meeting.revision}:
        message = "Somebody else has changed this meeting since: please look at it again."
        raise Overtaken(message)
    return programme


async def _visible(
    connection: AsyncConnection, viewer: Viewer, slug: str | None
) -> dict[int, Series]:
    if slug is not None:
        found = await series_called(connection, viewer, slug)
        return {found.id: found}
    known = await series.of(connection, viewer.collaboration.id)
    return {one.id: viewer.shown(one) for one in known if viewer.sees(one)}


async def _require_move(
    connection: AsyncConnection, viewer: Viewer, programme: Programme, when: str, *, now: datetime
) -> TypedTime:
    meeting = programme.meeting
    require_coming(meeting, now=now)
    known = await sites.of(connection, viewer.collaboration.id)
    read = read_time(when, now=now, zone=programme.series.zone, sites=known)
    if read.moment.instant == meeting.start:
        message = "The meeting is at that time already: please type another one."
        raise Refusal(message)
    await _require_free(connection, programme, read.moment.instant, now=now)
    return read


async def _require_free(
    connection: AsyncConnection, programme: Programme, start: datetime, *, now: datetime
) -> None:
    """Refuse a moment that is past, or at which the series meets already."""
    if start <= now:
        message = "That time is past already: please type one to come with /meeting move."
        raise Refusal(message)
    others = await meetings.of_series(connection, programme.series.id, since=now)
    if any(m.takes_place and m.start == start and m.id != programme.meeting.id for m in others):
        message = f"“{programme.series.title}” meets at that time already: please type another one."
        raise Refusal(message)


async def _require_open(connection: AsyncConnection, programme: Programme, start: datetime) -> None:
    known = await sites.of(connection, programme.meeting.collaboration_id)
    length = timedelta(minutes=programme.meeting.minutes)
    require_open(known, [start], length=length)


async def _meeting_on(
    connection: AsyncConnection, viewer: Viewer, slug: str, day: date, *, now: datetime
) -> Meeting:
    """Return the coming meeting of a series on a date: there, or else moved away."""
    found = await series_called(connection, viewer, slug)
    coming = [
        meeting
        for meeting in await meetings.of_series(connection, found.id, since=now)
        if meeting.status is not MeetingStatus.DROPPED
    ]
    on_day = [m for m in coming if m.wall.date() == day]
    if chosen := [*sorted(on_day, key=_is_moved), *(m for m in coming if m.place == day)]:
        return chosen[0]
    raise NotFound(_no_meeting(found, day, coming))


def _is_moved(meeting: Meeting) -> bool:
    return meeting.moved_from is not None


def _no_meeting(found: Series, day: date, coming: Sequence[Meeting]) -> str:
    nearest = sorted(coming, key=lambda m: abs((m.wall.date() - day).days))[:3]
    dates = ", ".join(sorted(m.wall.date().isoformat() for m in nearest))
    instead = f"the nearest are {dates}." if dates else "it has no meeting to come."
    return f"“{found.title}” has no meeting to come on {day}: {instead}"
