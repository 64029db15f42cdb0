"""Which meetings and series a change may affect."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store import answers
from bot.programme.model.outlines import Outline
from bot.programme.model.reminders import (
    HORIZON,
)
from bot.series.model.series import Series
from bot.talks.model.talks import Programme


def series_to_check(changed: Sequence[Programme], known: Mapping[int, Outline]) -> list[Series]:
    """Return the series of meetings that are new, moved or cancelled."""
    found: dict[int, Series] = {}
    for programme in changed:
        meeting, series = programme.meeting, programme.terms
        before = known.get(meeting.id)
        is_new = before is None or before.start != meeting.start
        if isinstance(series, Series) and (is_new or not meeting.takes_place):
            found[series.id] = series
    return list(found.values())


async def answered_meetings(
    connection: AsyncConnection, programmes: Sequence[Programme], *, now: datetime
) -> list[Programme]:
    """Return the meetings, however far ahead, that somebody has answered."""
    coming = {p.meeting.id: p for p in programmes if p.meeting.end > now}
    if not coming:
        return []
    said = await answers.of_meetings(connection, list(coming))
    return [coming[meeting_id] for meeting_id, given in said.items() if given]


def by_collaboration(programmes: Sequence[Programme]) -> dict[int, list[Programme]]:
    """Return meetings grouped by their collaboration."""
    groups: dict[int, list[Programme]] = defaultdict(list)
    for programme in programmes:
        groups[programme.meeting.collaboration_id].append(programme)
    return groups


def may_need_deliveries(programme: Programme, before: Outline | None, *, now: datetime) -> bool:
    """Return whether a meeting may need deliveries: it is near, or it has talks.

    Speakers are told of changes however far ahead their talk is.
    """
    meeting = programme.meeting
    if meeting.end <= now and (before is None or before.start <= now):
        return False
    is_near = meeting.start <= now + HORIZON or (
        before is not None and before.start <= now + HORIZON
    )
    return is_near or bool(programme.talks) or bool(before and before.talks)
