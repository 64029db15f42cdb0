"""A series by its short name or with its next meetings, as a viewer may see it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.naming import called
from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.meetings.store import upcoming
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import Overview
from bot.series import store as series
from bot.series.model.series import Series
from bot.series.service.rearrangement import shown_to
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions


async def series_called(
    connection: AsyncConnection, viewer: Viewer, slug: str, *, or_single: bool = False
) -> Series:
    """Return the series with this short name or title; refuse one that the viewer may not see.

    The series of a one-off meeting is only found with `or_single`.
    """
    found = await series.by_slug(connection, viewer.collaboration.id, slug)
    if found is not None and (or_single or not found.single):
        return viewer.require_sight(found)
    known = await series.recurring(connection, viewer.collaboration.id)
    visible = [viewer.shown(one) for one in known if viewer.sees(one)]
    fitting = called(slug, visible, lambda one: (one.title,))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        message = _(
            "“{typed}” can mean several series: {series}. Please type one of these.",
            typed=slug,
            series=", ".join(one.title for one in fitting),
        )
        raise NotFound(message)
    message = _("There is no such series here. Use /series list to see them all.")
    raise NotFound(message)


async def overview(
    connection: AsyncConnection, viewer: Viewer, found: Series, *, most: int, now: datetime
) -> Overview:
    """Return a series with at most `most` of its next meetings, cancelled ones too."""
    soon = upcoming.ids(viewer.collaboration.id, series_ids=[found.id], after=now, most=most)
    booked = await stored_bookings.where(connection, conditions.found_by(soon))
    coming = tuple(
        shown_to(viewer, programme) for programme in stored_bookings.programmes_of(booked)
    )
    return Overview(series=viewer.shown(found), coming=coming)


async def next_of_each(
    connection: AsyncConnection, viewer: Viewer, several: Sequence[Series], *, now: datetime
) -> list[Overview]:
    """Return series, each with its next meeting, a cancelled one too."""
    soon = upcoming.next_ids(
        viewer.collaboration.id, series_ids=[one.id for one in several], after=now
    )
    booked = await stored_bookings.where(connection, conditions.found_by(soon))
    coming = {
        programme.meeting.series_id: (shown_to(viewer, programme),)
        for programme in stored_bookings.programmes_of(booked)
    }
    return [Overview(series=viewer.shown(one), coming=coming.get(one.id, ())) for one in several]
