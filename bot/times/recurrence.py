"""Recurrence: the rule of a series, and the dates on which it meets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Self

from dateutil import rrule

from bot.core.refusals import Refusal
from bot.core.translation import _

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"} | {
    -1: "last",
    -2: "second-to-last",
}
MOST_INTERVAL = 52
MOST_MEETINGS = 500


class Frequency(StrEnum):
    """The unit of a rule's interval."""

    WEEKLY = "weeks"
    MONTHLY = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When meetings recur, in wall time: every `interval` weeks or months.

    A weekly rule has `weekdays` (Monday is 0). A monthly one has a single weekday, and `ordinal`
    picks which one of the month, -1 for the last; `also` are further ones, in order. It ends on
    `until`, or after `count` meetings.
    """

    frequency: Frequency
    weekdays: tuple[int, ...]
    wall: time
    interval: int = 1
    ordinal: int | None = None
    until: date | None = None
    count: int | None = None
    also: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what a person may have mistyped; raise ValueError for a programming error."""
        if not 1 <= self.interval <= MOST_INTERVAL:
            raise Refusal(_interval_message(self.frequency, self.interval))
        if self.count is not None and not 1 <= self.count <= MOST_MEETINGS:
            message = _(
                "The number of meetings can be 1 to {most}, not {number}. "
                "Please type another number.",
                most=MOST_MEETINGS,
                number=self.count,
            )
            raise Refusal(message)
        if self.until and self.count:
            message = _(
                "A series ends on a date or after a number of meetings. Please give only one."
            )
            raise Refusal(message)
        days = [day for day in range(7) if day in self.weekdays]
        monthly = self.frequency is Frequency.MONTHLY
        if (
            not days
            or self.weekdays != tuple(days)
            or self.wall != time(self.wall.hour, self.wall.minute)
            or (self.ordinal in ORDINALS and len(days) == 1) != monthly
            or not self._is_ordered(monthly=monthly)
        ):
            message = f"no such rule: {self.frequency} {self.ordinal} {self.weekdays} {self.wall}"
            raise ValueError(message)

    def _is_ordered(self, *, monthly: bool) -> bool:
        """Return whether several weekdays of the month are named in order and each once."""
        ordered = sorted(set(self.ordinals), key=_place_in_month)
        return not self.also or (monthly and self.ordinals == tuple(ordered))

    @property
    def ordinals(self) -> tuple[int, ...]:
        """Which ones of its weekday in the month it meets on, in order; none if it is weekly."""
        return () if self.ordinal is None else (self.ordinal, *self.also)

    def with_end(self, *, until: date | None = None, count: int | None = None) -> Self:
        """Return the rule with another end: a date, a number of meetings, or none."""
        return replace(self, until=until, count=count)

    def dates(self, first: date, *, until: date) -> Iterator[date]:
        """Yield the dates from `first` to `until`, both included, in order.

        Weeks (from Monday) and months are counted from that of the first date, and so is `count`.
        """
        last = min(until, self.until or until)
        begins = next(self._dates(first, last=last, interval=1), None)
        return islice(self._dates(begins, last=last) if begins else (), self.count)

    def in_step(self, was: Self, first: date) -> date:
        """Return the earliest `first` from which this rule meets in the same weeks as `was` did.

        When an edit changes only the day, a fortnightly series must not slip by a week.
        """
        far = first + timedelta(days=366 * 6)
        old, new = next(was.dates(first, until=far), None), next(self.dates(first, until=far), None)
        counted = (self.frequency, self.interval) == (was.frequency, was.interval)
        if old is None or new is None or not counted:
            return first
        ahead = (self._period(old) - self._period(new)) % self.interval
        if not ahead:
            return first
        start = next(self._dates(self._beginning(self._period(new) + ahead), last=far), None)
        return first if start is None else self._beginning(self._period(start))

    def days_as(self, other: Self) -> bool:
        """Return whether both rules meet on the same days, whatever their hours and ends."""
        return replace(self, wall=other.wall, until=other.until, count=other.count) == other

    def _dates(self, first: date, *, last: date, interval: int | None = None) -> Iterator[date]:
        """Yield the dates of the rule where RFC 5545's DTSTART is `first`."""
        found = rrule.rrule(
            rrule.WEEKLY if self.frequency is Frequency.WEEKLY else rrule.MONTHLY,
            dtstart=datetime.combine(first, time()),
            until=datetime.combine(last, time()),
            interval=interval or self.interval,
            byweekday=[
                rrule.weekday(day, ordinal)
                for day in self.weekdays
                for ordinal in self.ordinals or (None,)
            ],
            wkst=rrule.MO,
        )
        return (moment.date() for moment in found)

    def _period(self, day: date) -> int:
        """Return the number of the week or month that `day` lies in, counted from the year 1."""
        if self.frequency is Frequency.WEEKLY:
            return (day.toordinal() - 1) // 7  # the first day of the year 1 was a Monday
        return day.year * 12 + day.month - 1

    def _beginning(self, period: int) -> date:
        if self.frequency is Frequency.WEEKLY:
            return date.fromordinal(7 * period + 1)
        return date(period // 12, period % 12 + 1, 1)


def in_month_order(ordinals: Iterable[int]) -> tuple[int, ...]:
    """Return ordinals in the order in which their days come in a month, each once."""
    return tuple(sorted(set(ordinals), key=_place_in_month))


def _place_in_month(ordinal: int) -> int:
    return ordinal if ordinal > 0 else ordinal + len(ORDINALS) + 1


def _interval_message(frequency: Frequency, number: int) -> str:
    if frequency is Frequency.WEEKLY:
        return _(
            "The weeks between meetings can be 1 to {most}, not {number}. "
            "Please type another number.",
            most=MOST_INTERVAL,
            number=number,
        )
    return _(
        "The months between meetings can be 1 to {most}, not {number}. Please type another number.",
        most=MOST_INTERVAL,
        number=number,
    )
