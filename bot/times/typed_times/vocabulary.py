"""The words of typed times in all languages together.

Languages are mixed freely in one text. Where a word means different things in two of them, the
first language decides; a weekday is offered with both meanings.
"""

from collections.abc import Iterable, Iterator, Mapping

from bot.times.typed_times.languages.english import ENGLISH
from bot.times.typed_times.languages.french import FRENCH
from bot.times.typed_times.languages.german import GERMAN
from bot.times.typed_times.languages.hebrew import HEBREW
from bot.times.typed_times.languages.language import WEEK, Language

LANGUAGES = (ENGLISH, GERMAN, FRENCH, HEBREW)


def _words(*groups: str) -> tuple[str, ...]:
    """Return the words of groups, each once; a language without a word has an empty group."""
    return tuple(dict.fromkeys(word for group in groups for word in group.split("|") if word))


def _meanings(groups: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return each word with the number of its group, the first where there are two."""
    found: dict[str, int] = {}
    for group, number in groups:
        for word in _words(group):
            found.setdefault(word, number)
    return found


def _weekday_groups(languages: Iterable[Language]) -> Iterator[tuple[str, int]]:
    for language in languages:
        yield from ((group, day) for day, group in enumerate(language.weekdays))


def _numbered(groups: Iterable[tuple[str, ...]], *, since: int) -> dict[str, int]:
    """Return each word with the place of its group in its language, counted from `since`."""
    return _meanings(
        (group, number) for one in groups for number, group in enumerate(one, start=since)
    )


WEEKDAYS = _meanings(_weekday_groups(LANGUAGES))
# Weekdays that mean another day in a later language: "di" is Tuesday in German, Sunday in French.
OTHER_WEEKDAYS = {
    word: day
    for word, day in _meanings(_weekday_groups(reversed(LANGUAGES))).items()
    if WEEKDAYS[word] != day
}
# Weekdays of two letters are also words of other languages.
SHORT_WEEKDAYS = frozenset(word for word in WEEKDAYS if len(word) == len("di"))
WEEKDAY_PLURALS = _words(*(language.weekday_plurals for language in LANGUAGES))

MONTHS = _numbered((language.months for language in LANGUAGES), since=1)
COUNTS = _numbered((language.counts for language in LANGUAGES), since=1)
ORDINALS = _numbered((language.ordinals for language in LANGUAGES), since=1) | dict.fromkeys(
    _words(*(language.last for language in LANGUAGES)), -1
)
UNITS = {
    word: unit
    for language in LANGUAGES
    for unit, group in language.units.items()
    for word in _words(group)
}
WEEKS = tuple(word for word, unit in UNITS.items() if unit == WEEK)
# What makes a weekday the one so many weeks later.
WEEKS_AFTER = {
    words: weeks for language in LANGUAGES for words, weeks in language.weeks_after.items()
}
PAIRS = {word: unit for language in LANGUAGES for word, unit in language.pairs.items()}
HALF_AN_HOUR = _words(*(language.half_an_hour for language in LANGUAGES))
IDIOMS = {words: days for language in LANGUAGES for words, days in language.idioms.items()}

AMOUNTS = {words: hours for language in LANGUAGES for words, hours in language.amounts.items()}
AND_A_HALF = _words(*(language.and_a_half for language in LANGUAGES))

DAYS_AHEAD = _numbered((language.days_ahead for language in LANGUAGES), since=0)
# Parts of today: the hours, from and to.
TODAYS_PARTS: Mapping[str, tuple[int, int]] = {
    word: hours
    for language in LANGUAGES
    for hours, group in (
        ((0, 12), language.this_morning),
        ((12, 19), language.this_afternoon),
        ((17, 24), language.this_evening),
    )
    for word in _words(group)
}
RIGHT_NOW = _words(*(language.now for language in LANGUAGES))
END_OF_DAY = _words(*(language.end_of_day for language in LANGUAGES))
OF_MONTH = _words(*(language.of_month for language in LANGUAGES))
NEXT_WEEK = _words(*(language.next_week for language in LANGUAGES))
THIS = _words(*(language.this for language in LANGUAGES))
COMING = _words(*(language.coming for language in LANGUAGES))
NEXT = _words(*(language.next for language in LANGUAGES))
AFTER_WEEKDAY = _words(*(language.after_weekday for language in LANGUAGES))

# Parts of the day: the hours, from and to, that belong to them, and until when on the day after.
PARTS: Mapping[str, tuple[int, int, int]] = {
    word: hours
    for language in LANGUAGES
    for hours, group in (
        ((0, 12, 0), language.morning),
        ((12, 19, 0), language.afternoon),
        ((17, 24, 0), language.evening),
        ((20, 24, 6), language.night),
    )
    for word in _words(group)
}
NOON = _words(*(language.noon for language in LANGUAGES))
MIDNIGHT = _words(*(language.midnight for language in LANGUAGES))
MINUTES_PAST = {
    words: minutes for language in LANGUAGES for words, minutes in language.minutes_past.items()
}
MINUTES_BEHIND = {
    words: minutes for language in LANGUAGES for words, minutes in language.minutes_behind.items()
}
PAST_HOUR = _words(*(language.past_hour for language in LANGUAGES))
TO_HOUR = _words(*(language.to_hour for language in LANGUAGES))
HOURS = _numbered((language.hours for language in LANGUAGES), since=1)
MINUTES = {words: number for language in LANGUAGES for words, number in language.minutes.items()}

ABOUT = _words(*(language.about for language in LANGUAGES))
SINCE = _words(*(language.since for language in LANGUAGES))
BETWEEN = _words(*(language.between for language in LANGUAGES))
UNTIL = _words(*(language.until for language in LANGUAGES))
AFTER_DAY = _words(*(language.after_day for language in LANGUAGES))
OWN_TIME = _words(*(language.own_time for language in LANGUAGES))

AT = _words(*(language.at for language in LANGUAGES))
ON = _words(*(language.on for language in LANGUAGES))
AHEAD = _words(*(language.ahead for language in LANGUAGES))
CONJUNCTIONS = _words(*(language.conjunction for language in LANGUAGES))

EVERY = _words(*(language.every for language in LANGUAGES))
REPEATING = _words(*(language.repeating for language in LANGUAGES))
PAST = _words(*(language.past for language in LANGUAGES))
# Which of the two times that a repeated hour happens; only in English, as Meridian writes it.
TURNS = {"first": 0, "second": 1}
