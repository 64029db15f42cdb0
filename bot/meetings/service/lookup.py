"""A meeting by its id or its date, as a viewer may see it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.store import meetings
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.series.model.series import Series
from bot.series.service.lookup import series_called
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions


async def programme_called(
    connection: AsyncConnection, viewer: Viewer, meeting_id: int
) -> Programme:
    """Return a meeting; refuse a missing and a hidden one in the same words."""
    booked = await stored_bookings.where(connection, conditions.in_meetings([meeting_id]))
    for programme in stored_bookings.programmes_of(booked):
        own = programme.meeting.collaboration_id == viewer.collaboration.id
        if own and viewer.sees(programme.terms):
            return programme
    message = _("There is no such meeting here. See /meeting list.")
    raise NotFound(message)


async def visible_series(
    connection: AsyncConnection, viewer: Viewer, slug: str | None
) -> dict[int, Series]:
    """Return the series with this slug, or all that the viewer may see, by id."""
    if slug is not None:
        found = await series_called(connection, viewer, slug)
        return {found.id: found}
    known = await series.of(connection, viewer.collaboration.id)
    return {one.id: viewer.shown(one) for one in known if viewer.sees(one)}


async def meeting_on(
    connection: AsyncConnection, viewer: Viewer, slug: str, day: date, *, now: datetime
) -> Meeting:
    """Return the future meeting of a series that is on a date, or was moved away from it."""
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
    if not nearest:
        return _("“{title}” has no upcoming meetings.", title=found.title)
    return _(
        "“{title}” has no meeting on {day}. The nearest dates are {dates}.",
        title=found.title,
        day=day,
        dates=", ".join(sorted(m.wall.date().isoformat() for m in nearest)),
    )
