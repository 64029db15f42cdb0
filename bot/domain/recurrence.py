"""Rules by which meetings recur, said in the words of the people who set them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Self

from bot.domain.refusal import Refusal
from bot.domain.repetitions import weekly_in_words
from bot.domain.spoken import HOUR, WEEKDAY, WEEKDAYS, hour_of, parse_date, weekdays_in

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
MOST_INTERVAL = 52
MOST_MEETINGS = 500
MOST_CHARACTERS = 200

_POSITIONS = {name: number for number, name in ORDINALS.items()}
_POSITIONS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_NUMBERS = {"other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = rf"[0-9]{{1,9}}|{'|'.join(_NUMBERS)}"
_END = r"(?: until (?P<until>\S+)| (?:for )?(?P<count>[0-9]{1,9}) (?:time|meeting)s?)?"
_TAIL = rf"(?: at)? {HOUR}{_END}"
_WEEKLY = re.compile(
    rf"(?:(?:every (?P<interval>{_NUMBER}) weeks?|every week|weekly)(?: on)? "
    rf"|every (?P<other>other )?|on )?(?P<days>{WEEKDAY}(?: (?:and )?{WEEKDAY})*){_TAIL}"
)
_MONTHLY = re.compile(
    rf"(?:(?:every (?P<interval>{_NUMBER}) months?|every month|monthly)(?: on)? "
    rf"|(?P<every>every ))?(?:the )?(?P<position>{'|'.join(_POSITIONS)}) (?P<days>{WEEKDAY})"
    rf"(?P<of> of (?:the|each|every(?: (?P<of_interval>{_NUMBER}))?) months?)?{_TAIL}"
)
_EXAMPLES = (
    "I understand “Thursdays 17:00”, “every 2 weeks on Monday and Thursday 9:30”, "
    "“first Thursday of the month 5pm” or “every 2 months on the last Friday 15:00”, "
    "each with “until 2027-06-30” or “10 times” behind it if it shall end."
)


class Frequency(StrEnum):
    """What a rule counts in."""

    WEEKLY = "weeks"
    MONTHLY = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When meetings recur, in wall time: every `interval` weeks or months.

    A weekly rule has `weekdays` (Monday is 0); a monthly one has a single weekday, and `ordinal`
    says which one of the month, -1 for the last. It ends with `until`, or after `count` meetings.
    """

    frequency: Frequency
    weekdays: tuple[int, ...]
    wall: time
    interval: int = 1
    ordinal: int | None = None
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        """Refuse what a person can have mistyped; raise ValueError for a programming error."""
        _require_within(self.interval, MOST_INTERVAL, what=f"The {self.frequency} between meetings")
        if self.count is not None:
            _require_within(self.count, MOST_MEETINGS, what="The number of meetings")
        if self.until and self.count:
            message = "A series ends on a date or after a number of meetings: please give only one."
            raise Refusal(message)
        days = [day for day in range(7) if day in self.weekdays]
        monthly = self.frequency is Frequency.MONTHLY
        if (
            not days
            or self.weekdays != tuple(days)
            or self.wall != time(self.wall.hour, self.wall.minute)
            or (self.ordinal in ORDINALS and len(days) == 1) != monthly
        ):
            message = f"no such rule: {self.frequency} {self.ordinal} {self.weekdays} {self.wall}"
            raise ValueError(message)

    @classmethod
    def parse(cls, words: str) -> Self:
        """Return the rule that `words` say; refuse them if a single one is not understood."""
        plain = words.casefold().replace(",", " ").replace("&", " and ")
        plain = " ".join(plain.split())
        if len(plain) <= MOST_CHARACTERS:
            if match := _WEEKLY.fullmatch(plain):
                return cls._weekly(match)
            if match := _MONTHLY.fullmatch(plain):
                return cls._monthly(match)
            if spoken := weekly_in_words(words):
                day, wall = spoken
                return cls(frequency=Frequency.WEEKLY, weekdays=(day,), wall=wall)
        message = f"I do not understand “{words.strip()[:60]}”. {_EXAMPLES}"
        raise Refusal(message)

    @classmethod
    def _weekly(cls, match: re.Match[str]) -> Self:
        return cls(
            frequency=Frequency.WEEKLY,
            weekdays=weekdays_in(match["days"]),
            wall=hour_of(match),
            interval=2 if match["other"] else _number(match["interval"]),
            until=_end_date(match),
            count=_end_count(match),
        )

    @classmethod
    def _monthly(cls, match: re.Match[str]) -> Self:
        ordinal = _POSITIONS[match["position"]]
        if match["interval"] and match["of"]:
            message = f"I do not understand “{match[0][:60]}”. {_EXAMPLES}"
            raise Refusal(message)
        if match["every"] and not match["of"] and ordinal not in {1, -1}:
            day = WEEKDAYS[weekdays_in(match["days"])[0]]
            message = (
                f"“Every {match['position']} {day}” can mean two things: please type "
                f"“every {ordinal} weeks on {day}” or “{ORDINALS[ordinal]} {day} of the month”."
            )
            raise Refusal(message)
        return cls(
            frequency=Frequency.MONTHLY,
            weekdays=weekdays_in(match["days"]),
            ordinal=ordinal,
            wall=hour_of(match),
            interval=_number(match["interval"] or match["of_interval"]),
            until=_end_date(match),
            count=_end_count(match),
        )

    def words(self) -> str:
        """Return the rule in canonical words, which `parse` turns into the same rule again."""
        return f"{self._days_in_words()} {self.wall:%H:%M}{self._end_in_words()}"

    def _days_in_words(self) -> str:
        names = [WEEKDAYS[day] for day in self.weekdays]
        if self.frequency is Frequency.WEEKLY and self.interval == 1:
            return _joined([f"{name}s" for name in names])
        if self.frequency is Frequency.WEEKLY:
            return f"every {self.interval} weeks on {_joined(names)}"
        nth = f"{ORDINALS[self.ordinal or 1]} {names[0]}"
        if self.interval == 1:
            return f"{nth} of the month"
        return f"every {self.interval} months on the {nth}"

    def _end_in_words(self) -> str:
        if self.until:
            return f" until {self.until.isoformat()}"
        return f" {self.count} time{'s' if self.count > 1 else ''}" if self.count else ""

    def with_end(self, *, until: date | None = None, count: int | None = None) -> Self:
        """Return the rule ending on another date, after another number of meetings, or never."""
        return replace(self, until=until, count=count)

    def dates(self, first: date, *, until: date) -> Iterator[date]:
        """Yield the dates from `first` to `until`, both included, in order.

        Weeks (from Monday) and months are counted from that of the first date, and so is `count`.
        """
        return islice(self._dates(first, last=min(until, self.until or until)), self.count)

    def in_step(self, was: Self, first: date) -> date:
        """Return the earliest `first` from which this rule meets in the same weeks as `was` did.

        Where an edit changes the day alone, a fortnightly series must not slip by a week.
        """
        far = first + timedelta(days=366 * 6)
        old, new = next(was.dates(first, until=far), None), next(self.dates(first, until=far), None)
        counted = (self.frequency, self.interval) == (was.frequency, was.interval)
        if old is None or new is None or not counted:
            return first
        ahead = (self._period(old) - self._period(new)) % self.interval
        in_step = range(self._period(new) + ahead, self._period(far), self.interval)
        start = next((period for period in in_step if self._days_in(period)), None)
        return first if start is None or not ahead else self._beginning(start)

    def days_as(self, other: Self) -> bool:
        """Say whether this rule picks the same days as another, whatever their hours and ends."""
        return replace(self, wall=other.wall, until=other.until, count=other.count) == other

    def _dates(self, first: date, *, last: date) -> Iterator[date]:
        periods = range(self._period(first), self._period(last) + 1)
        begins = (n for n in periods if any(day >= first for day in self._days_in(n)))
        for period in range(next(begins, periods.stop), periods.stop, self.interval):
            yield from (day for day in self._days_in(period) if first <= day <= last)

    def _period(self, day: date) -> int:
        """Return the number of the week or month that `day` lies in, counted from the year 1."""
        if self.frequency is Frequency.WEEKLY:
            return (day.toordinal() - 1) // 7  # the first day of the year 1 was a Monday
        return day.year * 12 + day.month - 1

    def _beginning(self, period: int) -> date:
        if self.frequency is Frequency.WEEKLY:
            return date.fromordinal(7 * period + 1)
        return date(period // 12, period % 12 + 1, 1)

    def _days_in(self, period: int) -> list[date]:
        """Return the rule's days in a week or month: none where it lacks a fifth weekday."""
        start = self._beginning(period)
        if self.frequency is Frequency.WEEKLY:
            return [start + timedelta(days=day) for day in self.weekdays]
        weekday, length = monthrange(start.year, start.month)
        days = range(1 + (self.weekdays[0] - weekday) % 7, length + 1, 7)
        wanted = days[-1:] if self.ordinal == -1 else days[(self.ordinal or 1) - 1 :][:1]
        return [start.replace(day=day) for day in wanted]


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _number(word: str | None) -> int:
    return 1 if word is None else _NUMBERS.get(word) or int(word)


def _end_date(match: re.Match[str]) -> date | None:
    return parse_date(match["until"]) if match["until"] else None


def _end_count(match: re.Match[str]) -> int | None:
    return int(match["count"]) if match["count"] else None


def _require_within(number: int, most: int, *, what: str) -> None:
    if not 1 <= number <= most:
        message = f"{what} may be 1 to {most}, not {number}: please type another number."
        raise Refusal(message)
