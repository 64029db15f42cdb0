"""Planning: series are made, changed and ended, and their meetings kept made ahead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.service.seats import fill
from bot.core.refusals import NotFound, Refusal
from bot.core.text import slug_from
from bot.drafts.service import claim
from bot.meetings.model.meetings import Meeting
from bot.meetings.store import meetings
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import Outlook, Overtaken, Overview
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.clock_changes import REACH, ShiftedMeetings, runs
from bot.series.model.description import SeriesDescription
from bot.series.model.occurrences import occurrences
from bot.series.model.series import Series
from bot.series.model.series_plan import SeriesPlan, plan_rule_change, plan_series_end
from bot.series.service.rearrangement import (
    carry_out,
    fit_slots,
    future_bookings,
    homeless_in,
    leave_out,
    make_homeless,
    make_meetings,
    shown_to,
)
from bot.sites.model.site_time_status import ClosedTime, ClosurePolicy, closed_times, require_open
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks import store as talks
from bot.times.zones import wall_time

# Meetings are kept made for 18 months.
AHEAD = timedelta(days=550)
UNSAVED = 0  # the id of a series that is only shown


class Planning:
    """What /series does, but for single dates."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what changes shows in calendars."""
        self._store = store
        self._publisher = publisher

    async def series_list(self, viewer: Viewer, *, now: datetime) -> list[Overview]:
        """Return the series that the viewer may see, each with its next meeting."""
        async with self._store.read() as connection:
            known = await series.recurring(connection, viewer.collaboration.id)
            return [
                await _overview(connection, viewer, one, most=1, now=now)
                for one in known
                if viewer.sees(one)
            ]

    async def series_names(self, viewer: Viewer) -> list[Series]:
        """Return the series that the viewer may see, those that go on first."""
        async with self._store.read() as connection:
            known = await series.recurring(connection, viewer.collaboration.id)
        return [viewer.shown(one) for one in known if viewer.sees(one)]

    async def bookable(self, viewer: Viewer, *, now: datetime) -> list[Series]:
        """Return in what talks can be given: series, and meetings alone that are to come."""
        async with self._store.read() as connection:
            known = await series.of(connection, viewer.collaboration.id)
        coming = [one for one in known if not one.single or one.first >= now.date()]
        return [one for one in coming if one.takes_talks and viewer.sees(one)]

    async def series(self, viewer: Viewer, slug: str, *, most: int = 6, now: datetime) -> Overview:
        """Return one series with its next meetings, those called off too."""
        async with self._store.read() as connection:
            found = await series_called(connection, viewer, slug)
            return await _overview(connection, viewer, found, most=most, now=now)

    async def clock_changes(
        self, series_id: int, sites: Sequence[Site], *, now: datetime
    ) -> list[ShiftedMeetings]:
        """Return when in the next 18 months clocks put a series at another hour somewhere."""
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
    ) -> Outlook:
        """Return what would come of creating a series, or of editing the one called `slug`."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            if slug is None:
                return await _new(connection, viewer, description, now=now)
            return await _edited(connection, viewer, slug, description, now=now)

    async def create(
        self,
        viewer: Viewer,
        description: SeriesDescription,
        *,
        draft_id: int | None = None,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> Outlook:
        """Make a series with its meetings for 18 months; once, where it comes from a draft.

        Dates in hard closures are made, left out, or ClosedThere so that one is asked: `heed`.
        """
        viewer.require_organizer()
        async with self._store.write() as connection:
            await claim(connection, draft_id)
            outlook = await _new(connection, viewer, description, now=now)
            shut = await _shut(connection, outlook, heed)
            columns = {name: getattr(outlook.series, name) for name in COLUMNS}
            made = replace(outlook.series, id=await series.insert(connection, **columns))
            ids = await make_meetings(connection, made, outlook.plan.add)
            left_out = shut if heed is ClosurePolicy.LEAVE_OUT else ()
            await leave_out(connection, made, left_out)
            await self._publisher.publish(connection, ids, now=now)
        return replace(outlook, series=made, left_out=left_out)

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
    ) -> Outlook:
        """Change a series and its future meetings, or end it; return what happened.

        Where `seal` is given and that is not what was shown, it is Overtaken; where new dates are
        in hard closures and `heed` says to ask, it is ClosedThere. Then nothing is saved.
        """
        viewer.require_organizer()
        async with self._store.write() as connection:
            outlook = await _edited(connection, viewer, slug, description, now=now)
            if seal not in {None, outlook.seal}:
                message = "Something has changed since: please look again and confirm."
                raise Overtaken(message)
            await _shut(connection, outlook, heed)
            await claim(connection, draft_id)
            await self._save(connection, viewer, outlook, now=now)
        return outlook

    async def _save(
        self, connection: AsyncConnection, viewer: Viewer, outlook: Outlook, *, now: datetime
    ) -> None:
        edited = outlook.series
        booked = await future_bookings(connection, edited.id, now=now)
        changes = {name: getattr(edited, name) for name in outlook.changed}
        await series.update(connection, edited.id, **changes)
        await make_homeless(connection, outlook.homeless)
        await fit_slots(connection, booked, slots=edited.slots)
        await carry_out(connection, edited, outlook.plan)
        if "capacity" in changes:
            coming = await future_bookings(connection, edited.id, now=now)
            await fill(connection, talks.programmes_of(coming), now=now)
        every = await meetings.of_series(connection, edited.id)
        ids = [meeting.id for meeting in every]
        await self._publisher.publish(connection, ids, now=now, by=viewer)

    async def extend_horizon(self, *, now: datetime) -> int:
        """Make the meetings of all series that have come within 18 months; return how many."""
        async with self._store.read() as connection:
            going_on = await series.unended(connection)
        return sum([await self._extend(one.id, now=now) for one in going_on])

    async def _extend(self, series_id: int, *, now: datetime) -> int:
        async with self._store.write() as connection:
            current = await series.by_id(connection, series_id)
            if current is None or current.ended_at is not None:
                return 0
            present = await meetings.of_series(connection, series_id)
            missing = _plan(current, was=current, existing=present, now=now).add
            ids = await make_meetings(connection, current, missing)
            await self._publisher.publish(connection, ids, now=now)
        return len(ids)


COLUMNS = tuple(name for name in Series.__dataclass_fields__ if name != "id")


async def series_called(
    connection: AsyncConnection, viewer: Viewer, slug: str, *, or_alone: bool = False
) -> Series:
    """Return the series with this slug as the viewer may see it; refuse any other.

    That of a meeting alone is none, but where one asks for slots in it, `or_alone`.
    """
    found = await series.by_slug(connection, viewer.collaboration.id, slug)
    if found is None or (found.single and not or_alone):
        message = "There is no such series here: /series list shows those that are."
        raise NotFound(message)
    return viewer.require_sight(found)


async def _overview(
    connection: AsyncConnection, viewer: Viewer, found: Series, *, most: int, now: datetime
) -> Overview:
    soon = await meetings.coming(
        connection, viewer.collaboration.id, series_ids=[found.id], after=now, most=most
    )
    booked = await talks.bookings(connection, talks.in_meetings([m.id for m in soon]))
    coming = tuple(shown_to(viewer, programme) for programme in talks.programmes_of(booked))
    return Overview(series=viewer.shown(found), coming=coming)


async def _new(
    connection: AsyncConnection, viewer: Viewer, description: SeriesDescription, *, now: datetime
) -> Outlook:
    known = await sites.of(connection, viewer.collaboration.id)
    columns = description.of_new(known, anchor=_anchor(viewer, known), now=now)
    present = await series.of(connection, viewer.collaboration.id)
    _require_free_title(columns["title"], present)
    slug = free_slug(columns["title"], present)
    made = Series(id=UNSAVED, collaboration_id=viewer.collaboration.id, slug=slug, **columns)
    wanted = occurrences(
        made.rule, first=made.first, zone=made.zone, after=now, until=_horizon(made, now=now)
    )
    plan = SeriesPlan(keep=(), add=tuple(wanted))
    if not plan.add:
        message = "No meeting would come of this: please type another first date or another end."
        raise Refusal(message)
    return Outlook(series=made, was=None, plan=plan)


async def _edited(
    connection: AsyncConnection,
    viewer: Viewer,
    slug: str,
    description: SeriesDescription,
    *,
    now: datetime,
) -> Outlook:
    was = await series_called(connection, viewer, slug)
    known = await sites.of(connection, viewer.collaboration.id)
    edited = replace(was, **description.of_present(was, known, now=now))
    if edited.title != was.title:
        others = await series.of(connection, was.collaboration_id)
        _require_free_title(edited.title, [other for other in others if other.id != was.id])
    existing = await meetings.of_series(connection, was.id)
    plan = _plan(edited, was=was, existing=existing, now=now)
    booked = await future_bookings(connection, was.id, now=now)
    return Outlook(
        series=edited,
        was=was,
        plan=plan,
        homeless=homeless_in(plan, booked, slots=edited.slots),
    )


async def _shut(
    connection: AsyncConnection, outlook: Outlook, heed: ClosurePolicy
) -> tuple[ClosedTime, ...]:
    """Return which new dates are in hard closures; refuse them where that is to be asked."""
    if heed is ClosurePolicy.DESPITE:
        return ()
    known = await sites.of(connection, outlook.series.collaboration_id)
    length = timedelta(minutes=outlook.series.minutes)
    if heed is ClosurePolicy.ASK:
        require_open(known, outlook.new_starts, length=length)
    return closed_times(known, outlook.new_starts, length)


def _plan(edited: Series, *, was: Series, existing: Sequence[Meeting], now: datetime) -> SeriesPlan:
    if edited.ended_at is not None:
        return plan_series_end(existing, last=date.min, now=now)
    return plan_rule_change(
        edited.rule,
        was=was.rule,
        first=edited.first,
        zone=edited.zone,
        minutes=edited.minutes,
        existing=existing,
        now=now,
        horizon=_horizon(edited, now=now),
    )


def _horizon(of: Series, *, now: datetime) -> date:
    return max(wall_time(now, of.zone).date(), of.first) + AHEAD


def _anchor(viewer: Viewer, known: Sequence[Site]) -> Site | None:
    return next((s for s in known if s.id == viewer.collaboration.anchor_site_id), None)


def _require_free_title(title: str, others: Sequence[Series]) -> None:
    """Refuse the title of another series that goes on: people could not tell them apart."""
    going_on = [o for o in others if o.ended_at is None and not o.single]
    if any(o.title.casefold() == title.casefold() for o in going_on):
        message = f"There is a series called “{title}” already: please type another title."
        raise Refusal(message)


def free_slug(title: str, present: Sequence[Series]) -> str:
    """Return a slug made of a title, with a number behind it where another series has it."""
    taken = {one.slug for one in present}
    slug = slug_from(title)
    numbered = (f"{slug[:36].rstrip('-')}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (slug, *numbered) if name not in taken)
