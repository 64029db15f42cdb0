"""Phrases made of parts whose meaning is known, in four languages, with noise around them.

What a phrase means is reckoned here from its parts, by walking the calendar: the grammar is asked
for nothing.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.times import phrase_words as words

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
ZONES = ("Europe/Zurich", "America/Los_Angeles", "Asia/Jerusalem", "America/New_York")
PLACES: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("Zurich", ("Europe/Zurich",)),
    ("in Boston", ("America/New_York",)),
    ("Berkeley", ("America/Los_Angeles",)),
    ("Jerusalem", ("Asia/Jerusalem",)),
    ("PT", ("America/Los_Angeles",)),
    ("ET", ("America/New_York",)),
    ("(Paris)", ("Europe/Paris",)),
    ("America/New_York", ("America/New_York",)),
    ("UTC", (0,)),
    ("UTC+2", (2,)),
    ("AoE", (-12,)),
    ("IST", ("Asia/Jerusalem", "Asia/Kolkata", "Europe/Dublin")),
    ("CST", ("America/Chicago", "Asia/Shanghai")),
    ("Cambridge", ("America/New_York", "Europe/London")),
)


@dataclass(frozen=True)
class DayPart:
    """A day as typed: the days that it may mean as surely as each other, counted from a today.

    A `fleeting` day is today only while its hour is to come, and a week later after that.
    """

    text: str
    days: Callable[[date], Sequence[date]]
    fleeting: bool = False


@dataclass(frozen=True)
class HourPart:
    """An hour as typed: the hours that it may mean as surely as each other, and how long it is."""

    text: str
    hours: tuple[time, ...]
    minutes: int | None = None


@dataclass(frozen=True)
class Made:
    """A phrase as somebody types it, with the instants that it may mean."""

    text: str
    now: datetime
    zone: str
    meant: frozenset[datetime]
    minutes: int | None


def days_made(language: str, today: date, draw: Random) -> DayPart:
    """Return a day in the words of a language."""
    kinds = [_date, _date, _ahead, _weekday, _weekday, _next_week, _in_days, _day_of_month]
    if language in words.NTH:
        kinds.append(_nth_weekday)
    return draw.choice(kinds)(language, today, draw)


def _date(language: str, today: date, draw: Random) -> DayPart:
    """Return a date to come, far enough from today's own not to be asked about."""
    on = today + DAY * draw.randrange(2, 340)
    on += DAY * ((on.month, on.day) == (2, 29))
    texts = [form.format(day=on.day, month=_month(language, on)) for form in words.DATES[language]]
    weekday = words.SHORT_WEEKDAYS[language][on.weekday()]
    texts.append(f"{weekday} {texts[0]}")
    text = draw.choice(texts)
    if draw.random() < 0.3 and not text[-1].isdigit() and not text.endswith("."):
        text = f"{text} {on.year}"
    iso = DayPart(f"{on:%Y-%m-%d}", lambda _: [on])
    slashes = DayPart(f"{on.day}/{on.month}", lambda now: _slashes(on, now))
    return draw.choice((DayPart(text, lambda _: [on]), iso, slashes))


def _month(language: str, on: date) -> str:
    return words.MONTHS[language].split()[on.month - 1]


def _slashes(on: date, today: date) -> list[date]:
    """Return the next days that 3/12 may be."""
    found = {on}
    if on.day <= 12:
        found.add(next(d for d in _from(today) if (d.month, d.day) == (on.day, on.month)))
    return sorted(found)


def _from(day: date) -> Sequence[date]:
    return [day + DAY * number for number in range(366 * 2)]


def _ahead(language: str, _today: date, draw: Random) -> DayPart:
    number = draw.randrange(1, 3)
    return DayPart(words.AHEAD[language][number], lambda now: [now + DAY * number])


def _weekday(language: str, _today: date, draw: Random) -> DayPart:
    number = draw.randrange(7)
    name = draw.choice((words.WEEKDAYS, words.SHORT_WEEKDAYS))[language][number]
    return DayPart(name, lambda now: [_next(number, now)], fleeting=True)


def _next(weekday: int, since: date) -> date:
    return next(day for day in _from(since) if day.weekday() == weekday)


def _next_week(language: str, _today: date, draw: Random) -> DayPart:
    """Return a weekday of next week; Sunday's is asked about, for weeks begin on two days."""
    number = draw.randrange(7)
    text = draw.choice(words.NEXT_WEEK[language]).format(words.WEEKDAYS[language][number])

    def found(now: date) -> list[date]:
        monday = now - DAY * now.weekday() + WEEK
        sunday = now - DAY * ((now.weekday() + 1) % 7) + WEEK
        return sorted({_next(number, monday), _next(number, sunday)})

    return DayPart(text, found)


def _in_days(language: str, _today: date, draw: Random) -> DayPart:
    number = draw.choice((2, 3, 4, 5, 6, 9, 10, 30))
    return DayPart(words.IN_DAYS[language].format(number), lambda now: [now + DAY * number])


def _day_of_month(language: str, today: date, draw: Random) -> DayPart:
    """Return a day of the month without its month, not one of the days that have just passed."""
    on = today + DAY * draw.randrange(2, 20)
    text = words.DAYS_OF_MONTH[language].format(on.day)
    return DayPart(text, lambda _: [on])


def _nth_weekday(language: str, today: date, draw: Random) -> DayPart:
    weekday, number = draw.randrange(7), draw.randrange(5)
    month = today + DAY * draw.randrange(40, 300)
    last = monthrange(month.year, month.month)[1]
    days = [month.replace(day=day) for day in range(1, last + 1)]
    named = [day for day in days if day.weekday() == weekday]
    on = named[number] if number < len(words.NTH["en"]) - 1 else named[-1]
    text = words.NTH_OF[language].format(
        words.NTH[language][number], words.WEEKDAYS[language][weekday], _month(language, on)
    )
    return DayPart(text, lambda _: [on])


def hours_made(language: str, draw: Random) -> HourPart:
    """Return an hour in the words of a language."""
    kinds = (_of_24, _of_24, _of_12, _in_part, _number, _half, _range, _range_of_12, _word)
    return draw.choice(kinds)(language, draw)


def _of_24(language: str, draw: Random) -> HourPart:
    """Return an hour on the clock of 24 that cannot be meant otherwise."""
    hour, minute = draw.randrange(13, 24), draw.choice((0, 0, 15, 30, 45))
    hour += hour == 20 and minute > 15
    forms = words.HOURS_OF_24[language] if minute else words.FULL_HOURS[language]
    return HourPart(draw.choice(forms).format(hour=hour, minute=minute), (time(hour, minute),))


def _of_12(_language: str, draw: Random) -> HourPart:
    hour, minute, half = draw.randrange(1, 12), draw.choice((0, 0, 30)), draw.choice("ap")
    form = draw.choice(("{}{}m", "{} {}m", "{}{}.m.", "at {}{}m"))
    typed = f"{hour}:{minute:02}" if minute else str(hour)
    return HourPart(form.format(typed, half), (time(hour + 12 * (half == "p"), minute),))


def _both(hour: int, minute: int = 0) -> tuple[time, ...]:
    return (time(hour, minute), time((hour + 12) % 24, minute))


def _in_part(language: str, draw: Random) -> HourPart:
    part, since, until = draw.choice(words.PARTS[language])
    hour = draw.randrange(max(since, 1), until)
    form = draw.choice(words.BEFORE_PART[language])
    return HourPart(f"{form.format((hour - 1) % 12 + 1)} {part}", (time(hour),))


def _number(language: str, draw: Random) -> HourPart:
    hour, form = draw.randrange(1, 12), words.AT[language]
    if language == "fr":
        return HourPart(form.format(hour + 12), (time(hour + 12),))
    return HourPart(form.format(hour), _both(hour))


def _half(language: str, draw: Random) -> HourPart:
    hour = draw.randrange(2, 11)
    if language == "de":
        return HourPart(f"halb {hour}", _both(hour - 1, 30))
    if language == "en":
        return HourPart(f"half past {hour}", _both(hour, 30))
    behind = words.AND_A_HALF[language]
    return HourPart(behind.format(words.NUMBERS[language][hour - 1]), _both(hour, 30))


def _word(language: str, draw: Random) -> HourPart:
    number = draw.randrange(1, len(words.NUMBERS[language]) + 1)
    said = words.NUMBERS[language][number - 1]
    if language == "en":
        return HourPart(f"{said} pm", (time(number % 12 + 12),))
    if number > 12:
        return HourPart(words.AT[language].format(said), (time(number),))
    eight = words.AT[language].format(words.NUMBERS[language][7])
    return HourPart(f"{eight} {words.EVENING[language]}", (time(20),))


def _range(language: str, draw: Random) -> HourPart:
    hour, lasts = draw.randrange(13, 22), draw.choice((60, 90, 120))
    end = time(hour + lasts // 60, lasts % 60)
    form = draw.choice(words.RANGES[language])
    return HourPart(form.format(f"{hour}:00", f"{end:%H:%M}"), (time(hour),), minutes=lasts)


def _range_of_12(_language: str, draw: Random) -> HourPart:
    hour, lasts = draw.randrange(1, 9), draw.choice((1, 2))
    form = draw.choice(("{}-{}pm", "from {}pm to {}pm", "{} - {} p.m."))
    return HourPart(form.format(hour, hour + lasts), (time(hour + 12),), minutes=60 * lasts)


def made(draw: Random) -> Made | None:
    """Return a phrase; None for parts that fall into the past or on a change of the clocks."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(minutes=draw.randrange(500 * 24 * 60))
    zone, language = draw.choice(ZONES), draw.choice(words.LANGUAGES)
    day = days_made(language, now.astimezone(ZoneInfo(zone)).date(), draw)
    hour = hours_made(language, draw)
    place, zones = draw.choice((("", (zone,)), ("my time", (zone,)), *PLACES))
    meant: set[datetime] = set()
    for where in zones:
        found = _instants(day, hour, where, now=now, zone=zone)
        if found is None:
            return None
        meant |= found
    text = noisy(_together(day.text, hour.text, place, draw), draw)
    if re.search(r"jours\W+[\w-]+?\W*h", text, re.IGNORECASE):
        return None  # "dans 3 jours 19 heures" counts the hours, too
    return Made(text, now, zone, frozenset(meant), hour.minutes)


def _instants(
    day: DayPart, hour: HourPart, where: str | int, *, now: datetime, zone: str
) -> set[datetime] | None:
    """Return the instants at one place; None if one is past, or its clocks change near it."""
    there = _wall(now, where).date()
    todays = {there, _wall(now, zone).date()}
    found = set()
    for on, at in {(on, at) for today in todays for on in day.days(today) for at in hour.hours}:
        on_day = on
        instant = _instant(datetime.combine(on_day, at), where)
        if instant is None or (instant <= now and not day.fleeting):
            return None
        if instant <= now:
            instant = _instant(datetime.combine(on_day + WEEK, at), where)
        if instant is None or instant > now + timedelta(days=700):
            return None
        found.add(instant)
    return found


def _wall(now: datetime, where: str | int) -> datetime:
    if isinstance(where, int):
        return (now + timedelta(hours=where)).replace(tzinfo=None)
    return now.astimezone(ZoneInfo(where)).replace(tzinfo=None)


def _instant(wall: datetime, where: str | int) -> datetime | None:
    """Return the instant of a wall time; None where the clocks change within a day of it."""
    if isinstance(where, int):
        return (wall - timedelta(hours=where)).replace(tzinfo=UTC)
    zone = ZoneInfo(where)
    if (wall - DAY).replace(tzinfo=zone).utcoffset() != (wall + DAY).replace(
        tzinfo=zone
    ).utcoffset():
        return None
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _together(day: str, hour: str, place: str, draw: Random) -> str:
    orders = [(day, hour, place), (hour, place, day), (day, hour, place)]
    space = draw.choice((" ", " ", ", "))
    return space.join(part for part in draw.choice(orders) if part)


def noisy(text: str, draw: Random) -> str:
    text = draw.choice((str, str, str.upper, str.lower))(text)
    if draw.random() < 0.2:
        text = text.replace(" ", draw.choice(("  ", "\u00a0", " \u200e")))
    return text + draw.choice(("", "", "", " ", "!", " ?", "."))
