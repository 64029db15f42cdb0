"""How hours of the day are typed, and the parts of the day behind them."""

import re

from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.patterns import AT, END, compiled
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import (
    DayPart,
    HourOfDay,
    RepeatChoice,
    TokenReading,
    TokenReadings,
)

HOUR = r"(?P<hour>[0-9]{1,2})"
HALF_A_DAY = 12
LAST_HOUR, LAST_MINUTE = 24, 59
AFTERNOONS = range(1, 8)  # hours after which 5:00 may well mean the afternoon
DAY_BEGINS, DAY_ENDS = _("at the start of the day"), _("at the end of the day")
DAY_END = _("24:00 is the end of the day.")


def _clock(hour: int, minute: int) -> TokenReadings:
    """Return an hour of 24; written like 5:00 it may be meant as one of twelve."""
    if hour > LAST_HOUR or minute > LAST_MINUTE or (hour == LAST_HOUR and minute):
        return ()
    if hour == LAST_HOUR:
        return (TokenReading(HourOfDay(hour), asks=DAY_END),)
    return (TokenReading(HourOfDay(hour, minute)),)


def _of_24(match: re.Match[str]) -> TokenReadings:
    """Return an hour like 17:00; 5:00 is more likely the morning's than 05:00 is."""
    hour, minute, seconds = match["hour"], int(match["minute"]), match["seconds"]
    if seconds not in {None, "00"}:
        return ()
    found = _clock(int(hour), minute)
    if found and 0 < int(hour) < HALF_A_DAY and not hour.startswith("0"):
        rank = 1 if int(hour) in AFTERNOONS else 2
        return (*found, TokenReading(HourOfDay(int(hour) + HALF_A_DAY, minute), rank=rank))
    return found


def _of_12(match: re.Match[str]) -> TokenReadings:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if not 1 <= hour <= HALF_A_DAY or minute > LAST_MINUTE:
        return ()
    if (hour, minute, half) == (HALF_A_DAY, 0, "a"):
        return _midnight(match)
    return (TokenReading(HourOfDay(hour % HALF_A_DAY + HALF_A_DAY * (half == "p"), minute)),)


def _spoken(match: re.Match[str]) -> TokenReadings:
    """Return an hour like 17 Uhr or 17h30: of 24, or of 12 with a part of the day behind it."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    found = _clock(hour, minute)
    if found and 0 < hour < HALF_A_DAY:
        return (*found, TokenReading(HourOfDay(hour + HALF_A_DAY, minute), rank=2))
    return found


def _dotted(match: re.Match[str]) -> TokenReadings:
    """Return an hour like 17.30, unless it can be a day and a month."""
    hour, minute = int(match["hour"]), int(match["minute"])
    is_date = 1 <= minute <= HALF_A_DAY and hour > 0
    return () if is_date else _spoken(match)


def _bare(match: re.Match[str]) -> TokenReadings:
    """Return a number that stands for an hour: below 13 it is one of two."""
    return _of_two(int(match["hour"]), 0)


def _of_two(hour: int, minute: int) -> TokenReadings:
    found = _clock(hour, minute)
    if found and 0 < hour <= HALF_A_DAY:
        return tuple(
            TokenReading(HourOfDay((hour + half) % LAST_HOUR, minute)) for half in (0, HALF_A_DAY)
        )
    return found


def _past(match: re.Match[str]) -> TokenReadings:
    """Return "half past 5", "quarter to 6" and their like."""
    hour, minute = int(match["hour"]), words.MINUTES_PAST[match["past"]]
    if not 1 <= hour <= HALF_A_DAY:
        return ()
    hour = hour if minute > 0 else (hour - 2) % HALF_A_DAY + 1
    return _of_two(hour, minute % 60)


def _noon(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(HourOfDay(HALF_A_DAY)),)


def _midnight(_match: re.Match[str]) -> TokenReadings:
    return (
        TokenReading(HourOfDay(0), note=DAY_BEGINS),
        TokenReading(HourOfDay(LAST_HOUR), note=DAY_ENDS),
    )


def _part(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(DayPart(*words.PARTS[match[0]])),)


def _turn(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RepeatChoice(words.TURNS[match["turn"]])),)


HOUR_PATTERNS = compiled(
    (
        (
            _of_24,
            (
                rf"(?:{AT}|(?<=[0-9])t)?{HOUR}:(?P<minute>[0-9]{{2}})(?::(?P<seconds>[0-9]{{2}}))?"
                rf"(?: ?(?:uhr|h))?(?:{END}|(?=z{END}))(?! ?[ap](?:m|\.m\.){END})(?!:)"
            ),
        ),
        (_of_12, rf"{AT}?{HOUR}(?:[:.](?P<minute>[0-9]{{2}}))? ?(?P<half>[ap])(?:m|\.m\.){END}"),
        (_spoken, rf"{AT}?{HOUR} ?uhr(?: (?P<minute>[0-9]{{2}}))?{END}(?![:.][0-9])"),
        (_spoken, rf"{AT}?{HOUR}\.(?P<minute>[0-9]{{2}}) ?(?:uhr|h){END}"),
        (_spoken, rf"{AT}{HOUR}\.(?P<minute>[0-9]{{2}}){END}(?!\.)"),
        (_dotted, rf"{HOUR}\.(?P<minute>[0-9]{{2}}){END}(?!\.)"),
        (_spoken, rf"{AT}?{HOUR} ?h(?:eures?)? ?(?P<minute>[0-9]{{2}})?{END}"),
        (_bare, rf"{AT}{HOUR}(?: o'clock)?{END}(?![.:/-][0-9])"),
        (_bare, rf"{HOUR} o'clock{END}"),
        (_bare, rf"{HOUR}(?= (?:{one_of(words.PARTS)}){END})"),
        (
            _past,
            rf"(?:at |um |a )?(?P<past>{one_of(words.MINUTES_PAST)}) {HOUR}{END}(?![.:/-][0-9])",
        ),
        (_noon, rf"(?:at |a |ב)?(?:{one_of(words.NOON)}){END}"),
        (_midnight, rf"(?:at |um |a |ב)?(?:{one_of(words.MIDNIGHT)}){END}"),
        (_part, rf"(?:{one_of(words.PARTS)}){END}"),
        (_turn, rf"(?:the )?(?P<turn>first|second)(?: time)?{END}"),
    )
)
