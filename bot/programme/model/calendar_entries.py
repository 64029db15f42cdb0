"""Calendar entries: what feeds show of a meeting, and to whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FeedAudience(StrEnum):
    """Whom an entry is for: members also see their series and the join links."""

    PUBLIC = "public"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting's VEVENT for one audience, as feeds send it.

    `digest` identifies what it shows; `sequence` and `modified` rise whenever that changes, for
    both audiences together. Feeds leave out a cancelled meeting from `gone_at` on, or some time
    after its date where that is None. `short_body` is without abstracts, empty where `body` has
    none either.
    """

    meeting_id: int
    audience: FeedAudience
    collaboration_id: int
    series_id: int
    start: datetime
    digest: str
    sequence: int
    modified: datetime
    cancelled: bool
    gone_at: datetime | None = None
    body: bytes
    short_body: bytes
