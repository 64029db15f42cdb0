"""What people were told of meetings: their calendar entries and outlines, in one query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store.answers import table as answers
from bot.meetings.store.meetings import table as meetings
from bot.outbox.deliveries import about_meeting
from bot.outbox.tables import deliveries
from bot.programme.model.calendar_entries import Entry, FeedAudience
from bot.programme.model.outlines import Outline
from bot.programme.store.calendar_entries import entry_from
from bot.programme.store.calendar_entries import table as entries
from bot.programme.store.outlines import table as outlines
from bot.storage.prepared import prepared


@dataclass(slots=True)
class Told:
    """Calendar entries by meeting and audience, and outlines by meeting, where there are any."""

    entries: dict[tuple[int, FeedAudience], Entry] = field(default_factory=dict)
    outlines: dict[int, Outline] = field(default_factory=dict)


JOINED = (
    select(entries, meetings.c.id.label("of_meeting"), outlines.c.content.label("outline"))
    .select_from(meetings)
    .outerjoin(entries, entries.c.meeting_id == meetings.c.id)
    .outerjoin(outlines, outlines.c.meeting_id == meetings.c.id)
)


async def heard_of(connection: AsyncConnection, meeting_ids: Sequence[int]) -> set[int]:
    """Return which of these meetings were posted about, or answered by somebody."""
    whats = {about_meeting(meeting_id): meeting_id for meeting_id in meeting_ids}
    posted = select(deliveries.c.what).where(
        deliveries.c.what.in_(whats), deliveries.c.sent_at.is_not(None)
    )
    answered = select(answers.c.meeting_id).where(answers.c.meeting_id.in_(meeting_ids))
    found = {whats[what] for what in await connection.scalars(posted)}
    return found | set(await connection.scalars(answered))


@prepared
def _of_meetings(meeting_ids: Sequence[int]) -> Select[Any]:
    return JOINED.where(meetings.c.id.in_(meeting_ids))


async def of_meetings(connection: AsyncConnection, meeting_ids: Sequence[int]) -> Told:
    """Return what people were told of these meetings."""
    told = Told()
    for row in (await connection.execute(*_of_meetings(meeting_ids))).mappings():
        if row["meeting_id"] is not None:
            entry = entry_from({column.key: row[column.key] for column in entries.c})
            told.entries[entry.meeting_id, entry.audience] = entry
        if row["outline"] is not None and row["of_meeting"] not in told.outlines:
            told.outlines[row["of_meeting"]] = Outline.read(json.loads(row["outline"]))
    return told
