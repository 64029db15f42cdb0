"""Recurrence rules made of parts whose meaning is known, in four languages, with noise."""

from dataclasses import dataclass
from datetime import date, time
from random import Random
from typing import Any

from bot.times.recurrence import Frequency, Rule
from tests.times import phrase_words as words
from tests.times.phrase_parts import noisy

Fields = dict[str, Any]
EVERY = {"en": ("every {}",), "de": ("jeden {}",), "fr": ("chaque {}", "tous les {}s")}
PLURALS = {"en": "{}s", "de": "{}s", "fr": "les {}s"}
# Every second week; every third; every second month; every quarter.
WEEKS = {
    "en": (("biweekly on {}", 2), ("every other {}", 2), ("every 3 weeks on {}", 3)),
    "de": (("alle zwei Wochen {}", 2), ("alle 3 Wochen am {}", 3)),
    "fr": (("toutes les deux semaines le {}", 2), ("un {} sur deux", 2)),
    "he": (("כל שבועיים ב{}", 2), ("כל 3 שבועות ב{}", 3)),
}
RANGES = {"en": "{}-{}", "de": "{} bis {}", "fr": "du {} au {}", "he": "{} עד {}"}
PAIRS = {"en": "{} and {}", "de": "{} und {}", "fr": "{} et {}"}
NTH = {"en": "{} {} of the month", "de": "{} {} im Monat", "fr": "le {} {} du mois"}
NTH_WORDS = {
    "en": ("first", "2nd", "third", "4th", "second to last", "last"),
    "de": ("ersten", "zweiten", "3.", "vierten", "vorletzten", "letzten"),
    "fr": ("premier", "deuxième", "3e", "quatrième", "avant-dernier", "dernier"),
}
ORDINALS = (1, 2, 3, 4, -2, -1)
MONTHS = {
    "en": (("quarterly on the {} {}", 3), ("every 2 months on the {} {}", 2)),
    "de": (("vierteljährlich am {} {}", 3), ("alle 2 Monate am {} {}", 2)),
    "fr": (("chaque trimestre le {} {}", 3), ("tous les 2 mois le {} {}", 2)),
}
UNTIL = {"en": "until {} June", "de": "bis {}. Juni", "fr": "jusqu'au {} juin", "he": "עד {} ביוני"}
TIMES = {"en": "{} times", "de": "{} mal", "fr": "{} fois", "he": "{} פעמים"}
PLACES = (
    ("Zurich", "Europe/Zurich"),
    ("Boston", "America/New_York"),
    ("PT", "America/Los_Angeles"),
)


@dataclass(frozen=True)
class MadeRule:
    """A rule as somebody types it, and what it means."""

    text: str
    rule: Rule
    zone: str | None
    minutes: int | None


def rule_made(draw: Random) -> MadeRule:
    """Return a rule in the words of a language."""
    language = draw.choice(words.LANGUAGES)
    days, fields = _days(language, draw)
    hour, minutes = draw.randrange(13, 22), None
    at = draw.choice(words.FULL_HOURS[language][:2]).format(hour=hour)
    if draw.random() < 0.2:
        at, minutes = f"{hour}:00-{hour + 1}:30", 90
    place, zone = draw.choice((("", None), ("", None), *PLACES))
    rule = Rule(wall=time(hour), **fields)
    end = draw.randrange(4)
    if end == 0:
        day, number = date(2027, 6, draw.randrange(1, 31)), draw.randrange(2, 60)
        rule = rule.with_end(until=day)
        tail = UNTIL[language].format(day.day)
    elif end == 1:
        number = draw.randrange(2, 60)
        rule, tail = rule.with_end(count=number), TIMES[language].format(number)
    else:
        tail = ""
    text = " ".join(part for part in (days, at, place, tail) if part)
    return MadeRule(noisy(text, draw), rule, zone, minutes)


def _days(language: str, draw: Random) -> tuple[str, Fields]:
    kinds = [_every, _weeks, _range]
    if language in NTH:
        kinds += [_pair, _nth, _nth, _months]
    return draw.choice(kinds)(language, draw)


def _weekly(*days: int, every: int = 1) -> Fields:
    return {
        "frequency": Frequency.WEEKLY,
        "weekdays": tuple(sorted(set(days))),
        "interval": every,
    }


def _name(language: str, draw: Random) -> tuple[int, str]:
    number = draw.randrange(7)
    return number, words.WEEKDAYS[language][number]


def _every(language: str, draw: Random) -> tuple[str, Fields]:
    number, name = _name(language, draw)
    if language == "he":
        return f"כל {name}", _weekly(number)
    return draw.choice((*EVERY[language], PLURALS[language])).format(name), _weekly(number)


def _weeks(language: str, draw: Random) -> tuple[str, Fields]:
    number, name = _name(language, draw)
    form, every = draw.choice(WEEKS[language])
    return form.format(name), _weekly(number, every=every)


def _range(language: str, draw: Random) -> tuple[str, Fields]:
    first, length = draw.randrange(7), draw.randrange(1, 6)
    last = (first + length) % 7
    names = words.WEEKDAYS[language]
    days = [(first + n) % 7 for n in range(length + 1)]
    return RANGES[language].format(names[first], names[last]), _weekly(*days)


def _pair(language: str, draw: Random) -> tuple[str, Fields]:
    (one, first), (two, second) = _name(language, draw), _name(language, draw)
    return PAIRS[language].format(first, second), _weekly(one, two)


def _monthly(day: int, *ordinals: int, every: int = 1) -> Fields:
    return {
        "frequency": Frequency.MONTHLY,
        "weekdays": (day,),
        "ordinal": ordinals[0],
        "also": ordinals[1:],
        "interval": every,
    }


def _nth(language: str, draw: Random) -> tuple[str, Fields]:
    number, name = _name(language, draw)
    chosen = sorted(draw.sample(range(len(ORDINALS)), draw.choice((1, 1, 2))))
    nth = (
        PAIRS[language].format(*(NTH_WORDS[language][at] for at in chosen))
        if len(chosen) > 1
        else NTH_WORDS[language][chosen[0]]
    )
    return NTH[language].format(nth, name), _monthly(number, *(ORDINALS[at] for at in chosen))


def _months(language: str, draw: Random) -> tuple[str, Fields]:
    number, name = _name(language, draw)
    at, (form, every) = draw.randrange(len(ORDINALS)), draw.choice(MONTHS[language])
    text = form.format(NTH_WORDS[language][at], name)
    return text, _monthly(number, ORDINALS[at], every=every)
