"""Series: recurring kinds of meeting, and what becomes of their meetings when they change."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.recurrence import Rule


class Visibility(StrEnum):
    """Who may see a series: everybody, or members alone."""

    PUBLIC = "public"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A recurring kind of meeting: a rule in wall time in its anchor zone.

    `minutes` is the length of a meeting, shared evenly by its `slots`. `site_id` is the host site.
    """

    id: int
    collaboration_id: int
    slug: str
    title: str
    description: str
    rule: Rule
    zone: str
    first: date
    minutes: int
    slots: int
    site_id: int | None
    join_link: str | None
    room: str | None
    channel_id: int | None
    visibility: Visibility
    ended_at: datetime | None
