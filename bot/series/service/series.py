"""Series are listed, created, changed and ended; their meetings are created 18 months ahead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.service.seats import fill
from bot.core.translation import _
from bot.drafts.service import claim
from bot.meetings.store import meetings
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import Overview, PreviewOutdated, SeriesPreview
from bot.programme.service.publication import Publisher
from bot.programme.service.rehearsal import Rehearsal
from bot.series import store as series
from bot.series.model.clock_changes import REACH, ShiftedMeetings, runs
from bot.series.model.description import SeriesDescription
from bot.series.model.series import Series
from bot.series.service.lookup import next_of_each, overview, series_called
from bot.series.service.preview import (
    AHEAD,
    changed_series,
    dates_in_closures,
    meeting_plan,
    new_series,
)
from bot.series.service.rearrangement import (
    as_planned,
    carry_out,
    fit_slots,
    future_bookings,
    make_meetings,
    take_out_talks,
)
from bot.sites.model.site_time_status import ClosurePolicy
from bot.sites.model.sites import Site
from bot.storage.change import Change
from bot.storage.database import Store
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions

MANY = 50  # meetings, whose rendering takes longer than anybody should wait for the write lock


class SeriesService:
    """What /series does, apart from single dates."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Take the store, and the publisher that updates calendars and posts."""
        self._store = store
        self._publisher = publisher

    async def series_list(self, viewer: Viewer, *, now: datetime) -> list[Overview]:
        """Return the series that the viewer may see, each with its next meeting."""
        async with self._store.read() as connection:
            known = await series.recurring(connection, viewer.collaboration.id)
            seen = [one for one in known if viewer.sees(one)]
            return await next_of_each(connection, viewer, seen, now=now)

    async def series_names(self, viewer: Viewer) -> list[Series]:
        """Return the series that the viewer may see, active ones first."""
        async with self._store.read() as connection:
            known = await series.recurring(connection, viewer.collaboration.id)
        return [viewer.shown(one) for one in known if viewer.sees(one)]

    async def bookable(self, viewer: Viewer, *, now: datetime) -> list[Series]:
        """Return the series and future one-off meetings in which talks can be given."""
        async with self._store.read() as connection:
            known = await series.of(connection, viewer.collaboration.id)
        coming = [one for one in known if not one.single or one.first >= now.date()]
        return [one for one in coming if one.takes_talks and viewer.sees(one)]

    async def series(self, viewer: Viewer, slug: str, *, most: int = 6, now: datetime) -> Overview:
        """Return one series with its next meetings, cancelled ones too."""
        async with self._store.read() as connection:
            found = await series_called(connection, viewer, slug)
            return await overview(connection, viewer, found, most=most, now=now)

    async def clock_changes(
        self, series_id: int, sites: Sequence[Site], *, now: datetime
    ) -> list[ShiftedMeetings]:
        """Return when in the next 18 months a series is not at its usual hour somewhere."""
        async with self._store.read() as connection:
            ahead = await meetings.of_series(
                connection, series_id, since=now - REACH, until=now + AHEAD
            )
        return [run for run in runs(ahead, sites) if run.last.start > now]

    async def preview(
        self,
        viewer: Viewer,
        description: SeriesDescription,
        *,
        slug: str | None = None,
        now: datetime,
    ) -> SeriesPreview:
        """Return what creating a series, or changing the one with this slug, would do."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            if slug is None:
                return await new_series(connection, viewer, description, now=now)
            return await changed_series(connection, viewer, slug, description, now=now)

    async def create(
        self,
        viewer: Viewer,
        description: SeriesDescription,
        *,
        draft_id: int | None = None,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> SeriesPreview:
        """Create a series with its meetings for 18 months; a draft is used up.

        `heed` decides about dates in hard closures: create them, skip them, or raise
        TimeInClosure.
        """
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            await claim(connection, draft_id)
            preview = await new_series(connection, viewer, description, now=now)
            shut = await dates_in_closures(connection, preview, heed)
            made = await insert_series(connection, preview.series)
            left_out = shut if heed is ClosurePolicy.LEAVE_OUT else ()
            ids = await make_meetings(connection, made, preview.plan.add, left_out=left_out)
            await self._publisher.publish(connection, ids, now=now)
        return replace(preview, series=made, left_out=left_out)

    async def edit(
        self,
        viewer: Viewer,
        slug: str,
        description: SeriesDescription,
        *,
        seal: str | None = None,
        draft_id: int | None = None,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> SeriesPreview:
        """Change a series and its future meetings, or end it; return what happened.

        Raise PreviewOutdated where the seal of the preview no longer fits, and TimeInClosure
        where new dates are in hard closures and `heed` is to ask first. Then nothing is saved.
        """
        viewer.require_organizer()
        rehearsed = await self._rehearse(viewer, slug, description, now=now)
        async with self._store.change(viewer.collaboration.id) as connection:
            preview = await changed_series(connection, viewer, slug, description, now=now)
            if seal not in {None, preview.seal}:
                message = _("Something has changed in the meantime. Please check this again.")
                raise PreviewOutdated(message)
            await dates_in_closures(connection, preview, heed)
            await claim(connection, draft_id)
            await self._save(connection, viewer, preview, rehearsed, now=now)
        return preview

    async def _rehearse(
        self, viewer: Viewer, slug: str, description: SeriesDescription, *, now: datetime
    ) -> Rehearsal | None:
        """Render the meetings of a long series as they will be, before others have to wait."""
        async with self._store.read() as connection:
            preview = await changed_series(connection, viewer, slug, description, now=now)
            every = conditions.in_series(preview.series.id)
            programmes = stored_bookings.programmes_of(
                await stored_bookings.where(connection, every)
            )
        if len(programmes) < MANY:
            return None
        planned = as_planned(programmes, preview.series, preview.plan)
        return await self._publisher.rehearse(planned, now=now)

    async def _save(
        self,
        connection: Change,
        viewer: Viewer,
        preview: SeriesPreview,
        rehearsed: Rehearsal | None,
        *,
        now: datetime,
    ) -> None:
        edited = preview.series
        booked = await future_bookings(connection, edited.id, now=now)
        changes = {name: getattr(edited, name) for name in preview.changed}
        await series.update(connection, edited.id, **changes)
        await take_out_talks(connection, preview.homeless)
        await fit_slots(connection, booked, slots=edited.slots)
        await carry_out(connection, edited, preview.plan)
        if "capacity" in changes:
            coming = await future_bookings(connection, edited.id, now=now)
            await fill(connection, stored_bookings.programmes_of(coming), now=now)
        every = await meetings.of_series(connection, edited.id)
        ids = [meeting.id for meeting in every]
        await self._publisher.publish(connection, ids, now=now, by=viewer, rehearsed=rehearsed)

    async def extend_horizon(self, *, now: datetime) -> int:
        """Create the missing meetings of all series for the next 18 months; return how many."""
        async with self._store.read() as connection:
            going_on = await series.unended(connection)
        return sum([await self._extend(one, now=now) for one in going_on])

    async def _extend(self, one: Series, *, now: datetime) -> int:
        async with self._store.change(one.collaboration_id) as connection:
            current = await series.by_id(connection, one.id)
            if current is None or current.ended_at is not None:
                return 0
            present = await meetings.of_series(connection, one.id)
            missing = meeting_plan(current, was=current, existing=present, now=now).add
            ids = await make_meetings(connection, current, missing)
            await self._publisher.publish(connection, ids, now=now)
        return len(ids)


async def insert_series(connection: AsyncConnection, unsaved: Series) -> Series:
    """Insert a series and return it with its id."""
    columns = {n: getattr(unsaved, n) for n in Series.__dataclass_fields__ if n != "id"}
    return replace(unsaved, id=await series.insert(connection, **columns))
