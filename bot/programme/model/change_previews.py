"""Previews: what a change would do, shown before it is saved and again afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.core.refusals import Refusal
from bot.meetings.model.meetings import Meeting
from bot.people.model.members import Member
from bot.series.model.occurrences import Occurrence
from bot.series.model.series import Series
from bot.series.model.series_plan import SeriesPlan
from bot.sites.model.site_time_status import ClosedTime
from bot.talks.model.talks import Booking, Programme
from bot.times.typed_time import TypedTime
from bot.times.zoned_time import ZonedTime


class PreviewOutdated(Refusal):
    """The preview is out of date: somebody else has changed something since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPreview:
    """A series as it would be, what it was (None if it is new), and what happens to its meetings.

    `homeless` are the slots with talks that would be removed; `left_out` are new dates left out
    because sites are closed.
    """

    series: Series
    was: Series | None
    plan: SeriesPlan
    homeless: tuple[Booking, ...] = ()
    left_out: tuple[ClosedTime, ...] = ()

    @property
    def coming(self) -> list[Meeting | Occurrence]:
        """The dates that the series would have, in order."""
        stay = (meeting for meeting in self.plan.keep if meeting.takes_place)
        become = (change.to for change in (*self.plan.move, *self.plan.revive))
        out = {one.start for one in self.left_out}
        added = (dated for dated in self.plan.add if dated.start not in out)
        found: list[Meeting | Occurrence] = [*stay, *become, *added]
        return sorted(found, key=_start)

    @property
    def new_starts(self) -> list[datetime]:
        """When the meetings begin that the change adds, moves or restores."""
        moved = (c.to for c in self.plan.move if c.to.start != c.meeting.start)
        again = (change.to for change in self.plan.revive)
        return sorted(dated.start for dated in (*moved, *again, *self.plan.add))

    @property
    def changed(self) -> Iterator[str]:
        """The names of what differs in the series itself."""
        if self.was is not None:
            for name in Series.__dataclass_fields__:
                if getattr(self.series, name) != getattr(self.was, name):
                    yield name

    @property
    def changes_nothing(self) -> bool:
        """Whether saving it would leave everything as it is."""
        return self.was is not None and not any(self.changed) and self.plan.changes_nothing

    @property
    def seal(self) -> str:
        """A digest of this preview: saving requires the one that was shown."""
        plan = self.plan
        told = (
            self.series if self.was is None else (self.was, [*self.changed]),
            [(change.meeting.id, change.to.place) for change in (*plan.move, *plan.revive)],
            [meeting.id for meeting in plan.drop],
            [booking.talk.id for booking in self.homeless if booking.talk],
        )
        return sha256(repr(told).encode()).hexdigest()[:16]


def _start(coming: Meeting | Occurrence) -> datetime:
    return coming.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A series with the meetings that come next."""

    series: Series
    coming: tuple[Programme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOffPreview:
    """A single meeting as it would be, with its time; `invited` are the members it is for.

    `others` are times that may be meant instead; `when` is a text that means this one.
    """

    series: Series
    to: ZonedTime
    when: str
    invited: tuple[Member, ...] = ()
    others: tuple[TypedTime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relocation:
    """A meeting and the time that it would be moved to; `others` may be meant instead."""

    programme: Programme
    to: ZonedTime
    others: tuple[TypedTime, ...] = ()
