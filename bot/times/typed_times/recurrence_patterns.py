"""How recurrence rules are typed: how often, on which days, and until when."""

import re
from dataclasses import dataclass
from functools import partial

from bot.core.translation import _
from bot.times.date_formats import WEEKDAYS
from bot.times.recurrence import Frequency
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.languages import recurrence_words as said
from bot.times.typed_times.patterns import END, Pattern, compiled
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import Filler, Impossible, RulePart, TokenReading, TokenReadings

A_WEEK = 7
PLURAL = "s"


@dataclass(frozen=True, slots=True)
class RepeatEvery(RulePart):
    """How often: every `number` weeks or months; `typed` are its words, with it if `is_counted`."""

    frequency: Frequency
    number: int
    typed: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Every(RulePart):
    """The word "every"; with `other`, every second week."""

    other: bool = False


@dataclass(frozen=True, slots=True)
class Ordinals(RulePart):
    """Which ones of the month, -1 for the last; `typed` are their words."""

    numbers: tuple[int, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class Days(RulePart):
    """Weekdays, Monday 0, in the order of the week."""

    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfMonth(RulePart):
    """The words "of the month"."""


def _intervals() -> list[Pattern]:
    """Return the patterns of how often."""
    return [
        (re.compile(rf"(?:{pattern}){said.ON}{END}"), partial(_interval, frequency, number))
        for frequency, number, patterns in said.INTERVALS
        for pattern in patterns
    ]


def _interval(frequency: Frequency, number: int, match: re.Match[str]) -> TokenReadings:
    counted = number or said.NUMBERS.get(match["number"]) or int(match["number"])
    return (TokenReading(RepeatEvery(frequency, counted, match[0], is_counted=not number)),)


def _unclear(match: re.Match[str]) -> TokenReadings:
    message = _(
        "“{word}” can mean twice in that time or every second time. "
        "Please type it like “every 2 months on the last Friday 15:00”.",
        word=match[0],
    )
    return (TokenReading(Impossible(message)),)


def _every(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(Every()),)


def _every_other(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(Every(other=True)),)


def _ordinals(match: re.Match[str]) -> TokenReadings:
    numbers = [
        number
        for part in re.split(rf"{said.AND}(?:les |le |the |den )?", match[0])
        for number, pattern in said.ORDINALS.items()
        if re.fullmatch(pattern, part.strip())
    ]
    return (TokenReading(Ordinals(tuple(dict.fromkeys(numbers)), match[0])),)


def _of_month(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(OfMonth()),)


def _day_numbers(name: str) -> list[int]:
    """Return the weekdays that a name may mean: "di" is Tuesday in German, Sunday in French."""
    word = re.sub(r"^(?:le|les|den|the|on|du) ", "", name.strip()).rstrip(".")
    if word not in words.WEEKDAYS:
        word = word.removesuffix(PLURAL)
    return [
        number
        for found in (words.WEEKDAYS, words.OTHER_WEEKDAYS)
        for number in [found.get(word)]
        if number is not None
    ]


def _days(match: re.Match[str]) -> TokenReadings:
    """Return the weekdays of a list."""
    named = [_day_numbers(name) for name in re.split(said.AND, match[0])]
    unclear = next((numbers for numbers in named if len(numbers) != 1), None)
    if unclear is not None:
        return _unclear_day(match[0], unclear)
    return (TokenReading(Days(tuple(sorted({number for (number,) in named})))),)


def _unclear_day(typed: str, numbers: list[int]) -> TokenReadings:
    message = _(
        "“{word}” can mean {days}. Please type the weekday in full.",
        word=typed,
        days=_(" or ").join(WEEKDAYS[number] for number in numbers),
    )
    return (TokenReading(Impossible(message)),)


def _day_range(match: re.Match[str]) -> TokenReadings:
    """Return the weekdays of "Mon-Fri"; of a range both ends must be clear."""
    first, last = _day_numbers(match["first"]), _day_numbers(match["last"])
    if len(first) != 1 or len(last) != 1:
        return (
            _unclear_day(match["first"], first)
            if len(first) > 1
            else _unclear_day(match["last"], last)
        )
    count = (last[0] - first[0]) % A_WEEK + 1
    days = tuple(sorted((first[0] + number) % A_WEEK for number in range(count)))
    return (TokenReading(Days(days)),)


def _weekdays_unclear(match: re.Match[str]) -> TokenReadings:
    message = _(
        "“{word}” are other days in other countries. Please type them like “Mon-Fri 9:00” or "
        "“Sun-Thu 9:00”.",
        word=match[0],
    )
    return (TokenReading(Impossible(message)),)


def _nothing(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(Filler()),)


ORDINAL = "|".join(said.ORDINALS.values())
DAY_NAMES = [*words.WEEKDAYS, *words.WEEKDAY_PLURALS, *(f"{name}s" for name in words.WEEKDAYS)]
DAY = rf"(?:{one_of(DAY_NAMES)})\.?{END}"
RULE_PATTERNS: tuple[Pattern, ...] = (
    *_intervals(),
    *compiled(
        (
            (_unclear, rf"(?:{said.UNCLEAR_INTERVALS}){said.ON}{END}"),
            (_every_other, rf"(?:{said.EVERY_OTHER}){END}"),
            (_every_other, rf"{said.ONE_IN_TWO}{END}"),
            (_every, rf"(?:{said.EVERY}){END}"),
            (_every, r"(?:l'|ב-?)(?=[^\W\d_])"),
            (
                _ordinals,
                rf"(?:{ORDINAL})(?:{said.AND}(?:les |le |the |den )?(?:{ORDINAL}))*(?![^\W_])",
            ),
            (_of_month, rf"(?:{said.OF_MONTH}){END}"),
            (_days, rf"{DAY}(?:{said.AND}(?:le |les |den |on )?{DAY})*"),
            (_day_range, rf"(?:du )?(?P<first>{DAY}){said.TO}(?P<last>{DAY})"),
            (_weekdays_unclear, rf"(?:every )?(?:weekdays?|workdays?|werktags|werktage){END}"),
            (_nothing, rf"(?:at|um|a){END}(?= )"),
        )
    ),
)
