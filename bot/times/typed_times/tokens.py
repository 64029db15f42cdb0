"""The tokens of a typed time: what each part of it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.times.typed_times.place_names import ZoneOrOffset

END_OF_DAY = 24


class WeekdayReference(Enum):
    """Which of the weekdays of one name is meant."""

    ANY = "any"
    THIS = "this"
    COMING = "coming"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A day of a month, and of a year where one is typed."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of a month that is not named: the next one of that number."""

    day: int


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth of a weekday in a month; -1 is the last."""

    nth: int
    weekday: int
    month: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, Monday 0, or one so many weeks after the next of that name."""

    day: int
    which: WeekdayReference = WeekdayReference.ANY
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day: hours from and to, and those before `early` on the morning after it."""

    since: int
    until: int
    early: int = 0

    def includes(self, clock: "HourOfDay") -> bool:
        """Return whether an hour, or the end of the day, lies in it."""
        is_last = clock.hour == self.until == END_OF_DAY
        return self.since <= clock.hour < self.until or is_last or self.is_after_midnight(clock)

    def is_after_midnight(self, clock: "HourOfDay") -> bool:
        """Return whether an hour lies in the part that belongs to two days."""
        return clock.hour < self.early


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """A day counted from today; `exact` means the same hour where no other is typed."""

    days: int = 0
    months: int = 0
    weeks: int = 0
    exact: bool = False
    within: DayPart | None = None


@dataclass(frozen=True, slots=True)
class RelativeTime:
    """An amount of time from now, to the minute; `loose` without a word like "in" before it."""

    by: timedelta
    loose: bool = False


@dataclass(frozen=True, slots=True)
class DiscordTimestamp:
    """A timestamp of Discord's own: seconds since 1970."""

    seconds: int


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """An hour of the day; 24:00 is where the day ends.

    `lasts` is how many minutes pass until the end that was typed with it. A `bare` number is an
    hour only where the words around it name a day.
    """

    hour: int
    minute: int = 0
    lasts: int = 0
    bare: bool = False


@dataclass(frozen=True, slots=True)
class RepeatChoice:
    """Which of the two times that a repeated hour happens: 0 or 1."""

    index: int


@dataclass(frozen=True, slots=True)
class EndHour:
    """An hour at which it ends, typed right behind the hour at which it begins."""

    hour: int
    minute: int


@dataclass(frozen=True, slots=True)
class Impossible:
    """A day or an hour that does not exist; `reason` is a sentence that says so."""

    reason: str


class RulePart:
    """What only a recurrence rule says."""


@dataclass(frozen=True, slots=True)
class Filler:
    """Something that says nothing about the time."""


Token = (
    CalendarDate
    | DayOfMonth
    | NthWeekday
    | Weekday
    | DayPart
    | RelativeDay
    | RelativeTime
    | DiscordTimestamp
    | HourOfDay
    | RepeatChoice
    | EndHour
    | Impossible
    | RulePart
    | Filler
    | ZoneOrOffset
)


@dataclass(frozen=True, slots=True)
class TokenReading:
    """One way to read some words.

    Where readings with a lower `rank` fit, the others do not count: those of rank 1 are offered
    with them, those of rank 2 are not. `asks` is why this reading always needs confirmation.
    """

    part: Token
    note: str = ""
    rank: int = 0
    asks: str = ""


TokenReadings = tuple[TokenReading, ...]


def rank_of(options: Sequence[TokenReading]) -> int:
    """Return how unlikely the words are to be read like this."""
    return max(option.rank for option in options)
