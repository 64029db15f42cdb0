"""How long calendars keep a cancelled meeting: long enough for whoever was told of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ics.event_content import Content
from bot.ics.feed_retention import TOMBSTONE_KEPT
from bot.meetings.model.meetings import Meeting
from bot.programme.model.calendar_entries import Entry
from bot.programme.model.outlines import Outline
from bot.programme.store import told
from bot.series.model.series import Visibility
from bot.talks.model.talks import Programme

FAR_AHEAD = timedelta(weeks=4)  # later meetings are announced by nobody but an organizer


def gone_at(
    meeting: Meeting, content: Content, former: Entry | None, *, is_known: bool, now: datetime
) -> datetime | None:
    """Return when calendars leave out a cancelled meeting, None if some time after its date.

    One that was held, and is now for others only, is left out at once.
    """
    if not content.cancelled:
        return None
    if former is not None and former.cancelled:
        return former.gone_at
    if meeting.takes_place and meeting.end <= now:
        return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    is_unheard_of = not is_known and content.start > now + FAR_AHEAD
    return now + TOMBSTONE_KEPT if is_unheard_of else None


async def known_meetings(
    connection: AsyncConnection,
    programmes: Sequence[Programme],
    outlines: Mapping[int, Outline],
    *,
    now: datetime,
) -> set[int]:
    """Return the meetings that people may have been told of other than by calendars.

    Not those more than four weeks ahead without a talk, a post or an answer.
    """
    ids = {programme.meeting.id for programme in programmes}
    unsure = [
        programme.meeting.id
        for programme in programmes
        if programme.meeting.start > now + FAR_AHEAD
        and not programme.talks
        and not (programme.meeting.id in outlines and outlines[programme.meeting.id].talks)
        and (
            not programme.meeting.takes_place or programme.terms.visibility is not Visibility.PUBLIC
        )
    ]
    heard = await told.heard_of(connection, unsure) if unsure else set()
    return (ids - set(unsure)) | heard
