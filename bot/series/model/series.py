"""Series: recurring kinds of meeting."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from bot.times.recurrence import Rule


class Visibility(StrEnum):
    """Who may see a series: everybody or only members."""

    PUBLIC = "public"
    MEMBERS = "members"


class Venue(StrEnum):
    """How people meet."""

    TELECONFERENCE = "teleconference"
    IN_PERSON = "in person"
    HYBRID = "hybrid"

    @property
    def has_room(self) -> bool:
        """Whether people meet at a host site."""
        return self is not Venue.TELECONFERENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed for a meeting beside its time: what it is about, where, and for whom.

    The meetings of a series share its terms. `zone` is the one in which its wall time was first
    said, `minutes` its length, `site_id` the host site. `venue` is how people meet, None where
    nobody has said. `invited` are the ids of the only members who may see it, None where its
    visibility decides. `capacity` is how many may come, None for any number. Where it does not take
    talks, nobody can sign up for its slot.
    """

    collaboration_id: int
    slug: str
    title: str
    description: str
    zone: str
    minutes: int
    site_id: int | None
    join_link: str | None
    room: str | None
    channel_id: int | None
    visibility: Visibility
    takes_talks: bool = True
    venue: Venue | None = None
    invited: frozenset[int] | None = None
    capacity: int | None = None

    @property
    def recurs(self) -> bool:
        """Whether meetings recur on these terms, at a usual hour."""
        return False

    @property
    def agenda(self) -> str:
        """What this one meeting is about; meetings that recur have none in advance."""
        return "" if self.recurs else self.description

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.visibility is Visibility.PUBLIC

    def without_join_link(self) -> Self:
        """Return it without its join link."""
        return replace(self, join_link=None)

    def is_for(self, member_id: int | None) -> bool:
        """Return whether a member is invited; everybody is where `invited` is None."""
        return self.invited is None or member_id in self.invited


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Terms):
    """A recurring kind of meeting: a rule in wall time in its anchor zone.

    The `minutes` of a meeting are shared evenly by its `slots`.

    A one-off meeting is stored as the only meeting of a `single` series with the same title.
    """

    id: int
    rule: Rule
    first: date
    slots: int
    ended_at: datetime | None
    single: bool = False

    @property
    def recurs(self) -> bool:
        """Whether meetings recur on these terms, at a usual hour."""
        return not self.single
