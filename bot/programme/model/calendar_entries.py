"""Entries: what calendars are shown of a meeting, and to whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# What a feed shows unless it is asked for all that is past. Meetings are made 18 months ahead, and
# moved by hand to at most two years ahead: one that is moved so far must not vanish.
SHOWN_BEFORE = timedelta(days=366)
SHOWN_AFTER = timedelta(days=2 * 366 + 1)
# How long a meeting that was called off stays in calendars after its date.
TOMBSTONE_KEPT = timedelta(days=30)


class Audience(StrEnum):
    """For whom an entry is: members see their own series and the join links."""

    PUBLIC = "public"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting's VEVENT for one audience, as feeds send it.

    `digest` is of what it shows; `sequence` and `modified` rise whenever that changes, for both
    audiences together. `short_body` is without abstracts, empty where `body` has none either.
    """

    meeting_id: int
    audience: Audience
    collaboration_id: int
    series_id: int
    start: datetime
    digest: str
    sequence: int
    modified: datetime
    cancelled: bool
    body: bytes
    short_body: bytes
