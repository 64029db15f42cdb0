"""What is checked before a meeting is changed."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.drafts.service import claim
from bot.meetings.service.lookup import programme_called
from bot.meetings.store import meetings
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import PreviewOutdated
from bot.programme.model.meeting_changes import require_coming
from bot.sites.model.site_time_status import require_open
from bot.sites.store import sites
from bot.talks.model.talks import Programme
from bot.times.typed_time import TypedTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zoned_time import ZonedTime, zoned_time_at


async def programme_to_change(
    connection: AsyncConnection,
    viewer: Viewer,
    meeting_id: int,
    *,
    revision: int | None = None,
    draft_id: int | None = None,
) -> Programme:
    """Return a meeting for a change; refuse it where it is not at the revision that was shown."""
    viewer.require_organizer()
    programme = await programme_called(connection, viewer, meeting_id)
    await claim(connection, draft_id)
    if revision not in {None, programme.meeting.revision}:
        message = _(
            "Somebody else has changed this meeting in the meantime. Please look at it again."
        )
        raise PreviewOutdated(message)
    return programme


async def require_move(
    connection: AsyncConnection, viewer: Viewer, programme: Programme, when: str, *, now: datetime
) -> TypedTime:
    """Return the time that was typed; refuse one to which the meeting cannot move."""
    meeting = programme.meeting
    require_coming(meeting, now=now)
    known = await sites.of(connection, viewer.collaboration.id)
    read = read_time(when, now=now, zone=home_zone(viewer, known), sites=known)
    if read.minutes not in {None, meeting.minutes}:
        message = _(
            "The meeting lasts {present} minutes, not {typed}. Please type only when it begins.",
            present=meeting.minutes,
            typed=read.minutes,
        )
        raise Refusal(message)
    if read.moment.instant == meeting.start:
        message = _("The meeting is already at that time. Please choose another one.")
        raise Refusal(message)
    await require_free(connection, programme, read.moment.instant, now=now)
    return read


async def on_kept_clock(
    connection: AsyncConnection, viewer: Viewer, zone: str, moment: ZonedTime
) -> ZonedTime:
    """Return a moment on the clock by which it is kept: that of `zone`, if no place was typed.

    A bare hour is on the clock of whoever types it, but the meeting stays on that of its series.
    """
    known = await sites.of(connection, viewer.collaboration.id)
    if moment.zone != home_zone(viewer, known):
        return moment
    return zoned_time_at(moment.instant, zone)


async def require_free(
    connection: AsyncConnection, programme: Programme, start: datetime, *, now: datetime
) -> None:
    """Refuse a past time, and one at which the series already meets."""
    if start <= now:
        message = _("That time is in the past. Choose a future time with /meeting move.")
        raise Refusal(message)
    others = await meetings.of_series(connection, programme.meeting.series_id, since=now)
    if any(m.takes_place and m.start == start and m.id != programme.meeting.id for m in others):
        message = _(
            "“{title}” already meets at that time. Please choose another one.",
            title=programme.terms.title,
        )
        raise Refusal(message)


async def require_no_closure(
    connection: AsyncConnection, programme: Programme, start: datetime
) -> None:
    """Raise TimeInClosure where a meeting at this time would be in a hard closure."""
    known = await sites.of(connection, programme.meeting.collaboration_id)
    require_open(known, [start], length=timedelta(minutes=programme.meeting.minutes))
