"""Applies a plan to the meetings of a series, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.store import meetings
from bot.meetings.store.slots import set_slots
from bot.people.model.viewers import Viewer
from bot.programme.model.meeting_changes import MOST_REASON, columns_of
from bot.series.model.occurrences import Occurrence
from bot.series.model.series import Series
from bot.series.model.series_plan import SeriesPlan
from bot.sites.model.site_time_status import ClosedTime, statuses_text
from bot.talks.model.talks import Booking, Programme, TalkStatus
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks


async def make_meetings(
    connection: AsyncConnection,
    series: Series,
    wanted: Sequence[Occurrence],
    *,
    left_out: Sequence[ClosedTime] = (),
) -> list[int]:
    """Create meetings at these occurrences, each with its slots; return their ids.

    Those at times that are left out are skipped from the start: calendars and posts never had
    them. /series unskip brings one back.
    """
    reasons = {one.start: statuses_text(one.at)[:MOST_REASON] for one in left_out}
    rows = [
        {
            **columns_of(series, occurrence),
            "collaboration_id": series.collaboration_id,
            "series_id": series.id,
            "status": MeetingStatus.SKIPPED
            if occurrence.start in reasons
            else MeetingStatus.SCHEDULED,
            "reason": reasons.get(occurrence.start, ""),
        }
        for occurrence in wanted
    ]
    return await meetings.insert_with_slots(connection, rows, slots_each=series.slots)


async def carry_out(connection: AsyncConnection, series: Series, plan: SeriesPlan) -> None:
    """Carry out a plan; take_out_talks must have emptied the slots that go."""
    for changes in _changes(series, plan):
        await meetings.update_many(connection, changes)
    await make_meetings(connection, series, plan.add)


def _changes(series: Series, plan: SeriesPlan) -> tuple[dict[int, dict[str, Any]], ...]:
    """Return the columns that change by meeting, each group with the same ones."""
    fresh = {"status": MeetingStatus.SCHEDULED, "reason": "", "moved_from": None}
    return (
        {one.meeting.id: columns_of(series, one.to) for one in plan.move},
        {one.meeting.id: {**columns_of(series, one.to), **fresh} for one in plan.revive},
        {one.meeting.id: {"place": one.place} for one in plan.displace},
        {meeting.id: {"status": MeetingStatus.DROPPED} for meeting in plan.drop},
    )


def as_planned(
    programmes: Iterable[Programme], series: Series, plan: SeriesPlan
) -> list[Programme]:
    """Return present meetings of a series as they are likely to be once the plan is carried out."""
    columns = dict(chain.from_iterable(group.items() for group in _changes(series, plan)))
    return [_with(one, series, columns.get(one.meeting.id)) for one in programmes]


def _with(programme: Programme, series: Series, columns: dict[str, Any] | None) -> Programme:
    meeting = programme.meeting
    if columns is not None:
        meeting = replace(meeting, **columns, revision=meeting.revision + 1)
    terms = replace(series, room=meeting.room) if meeting.room else series
    bookings = (replace(one, terms=terms, meeting=meeting) for one in programme.bookings)
    return replace(programme, terms=terms, meeting=meeting, bookings=tuple(bookings))


def talks_without_slot(
    plan: SeriesPlan, booked: Iterable[Booking], *, slots: int
) -> tuple[Booking, ...]:
    """Return the booked slots that a plan removes, where meetings then have `slots` slots."""
    dropped = {meeting.id for meeting in plan.drop}
    return tuple(
        booking
        for booking in booked
        if booking.talk is not None
        and (
            booking.meeting.id in dropped
            or (follows_series(booking.meeting) and booking.slot.position >= slots)
        )
    )


def follows_series(meeting: Meeting) -> bool:
    """Return whether a change of the series' slots applies to a meeting.

    It does not where a person changed the meeting. A dropped meeting always follows its series.
    """
    return meeting.status is MeetingStatus.DROPPED or not meeting.changed_by_hand


async def take_out_talks(connection: AsyncConnection, booked: Iterable[Booking]) -> None:
    """Take the talks out of these slots; they become proposed and wait for another slot."""
    proposed = {"slot_id": None, "status": TalkStatus.PROPOSED}
    changes = {one.talk.id: proposed for one in booked if one.talk is not None}
    await talks.update_several(connection, changes)


async def fit_slots(connection: AsyncConnection, booked: Iterable[Booking], *, slots: int) -> None:
    """Give the meetings that follow their series its number of slots."""
    counts = {b.meeting.id: b.slots for b in booked if follows_series(b.meeting)}
    others = [meeting_id for meeting_id, count in counts.items() if count != slots]
    await set_slots(connection, others, slots)


async def future_bookings(
    connection: AsyncConnection, series_id: int, *, now: datetime
) -> list[Booking]:
    """Return all slots of a series' future meetings, cancelled ones too."""
    return await stored_bookings.where(
        connection, conditions.in_series(series_id), conditions.begins_between(now, None)
    )


def shown_to(viewer: Viewer, programme: Programme) -> Programme:
    """Return a programme as this viewer may see it; only members see join links."""
    terms = viewer.shown(programme.terms)
    bookings = tuple(replace(booking, terms=terms) for booking in programme.bookings)
    return replace(programme, terms=terms, bookings=bookings)
