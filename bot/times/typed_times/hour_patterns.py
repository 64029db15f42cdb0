"""How hours of the day are typed, and what stands beside them."""

import re
from datetime import timedelta

from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.date_patterns import END, Pattern
from bot.times.typed_times.place_names import ZoneOrOffset
from bot.times.typed_times.tokens import (
    DayPart,
    Filler,
    HourOfDay,
    RepeatChoice,
    TokenReading,
    TokenReadings,
)
from bot.times.typed_times.vocabulary import one_of

AT = r"(?:at |@ ?|um |a |ב-?|בשעה )"
HOUR = r"(?P<hour>[0-9]{1,2})"
HALF_A_DAY = 12
LAST_HOUR, LAST_MINUTE = 24, 59
AFTERNOONS = range(1, 8)  # hours after which 5:00 may well mean the afternoon
FARTHEST_ZONE = timedelta(hours=14)
DAY_BEGINS, DAY_ENDS = "as the day begins", "as the day ends"
DAY_END = "24:00 is where the day ends"


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
    hour, minute = int(match["hour"]), PAST[match["past"]]
    if not 1 <= hour <= HALF_A_DAY:
        return ()
    hour = hour if minute > 0 else (hour - 2) % HALF_A_DAY + 1
    return _of_two(hour, minute % 60)


# Minutes past the hour that is named, or before it.
PAST = {
    "half past": 30,
    "quarter past": 15,
    "a quarter past": 15,
    "quarter to": -15,
    "a quarter to": -15,
    "halb": -30,
    "viertel nach": 15,
    "viertel vor": -15,
}


def _noon(_: re.Match[str]) -> TokenReadings:
    return (TokenReading(HourOfDay(HALF_A_DAY)),)


def _midnight(_: re.Match[str]) -> TokenReadings:
    return (
        TokenReading(HourOfDay(0), note=DAY_BEGINS),
        TokenReading(HourOfDay(LAST_HOUR), note=DAY_ENDS),
    )


def _part(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(DayPart(*words.PARTS[match[0]])),)


def _turn(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RepeatChoice(words.TURNS[match["turn"]])),)


def _distance(match: re.Match[str]) -> TokenReadings:
    """Return a distance from UTC; a bare -05:00 may also be where something ends."""
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    by = timedelta(hours=hours, minutes=minutes)
    if by > FARTHEST_ZONE or minutes > LAST_MINUTE:
        return ()
    behind = match["sign"] == "-"
    said = TokenReading(ZoneOrOffset(distance=-by if behind else by))
    is_iso = re.search(r"[0-9]t[0-9:]+$", match.string[: match.start()])
    if not behind or match["name"] or is_iso:
        return (said,)
    note = f"UTC-{hours:02}:{minutes:02}"
    end = TokenReading(Filler(), note=f"until {hours:02}:{minutes:02}")
    return (TokenReading(said.part, note=note), end)


def _silence(_: re.Match[str]) -> TokenReadings:
    return (TokenReading(Filler()),)


HOUR_PATTERNS: tuple[Pattern, ...] = tuple(
    (re.compile(pattern), read)
    for read, pattern in (
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
        (_past, rf"(?:at |um |a )?(?P<past>{one_of(PAST)}) {HOUR}{END}(?![.:/-][0-9])"),
        (_noon, rf"(?:at |a |ב)?(?:{one_of(words.NOON)}){END}"),
        (_midnight, rf"(?:at |um |a |ב)?(?:{one_of(words.MIDNIGHT)}){END}"),
        (_part, rf"(?:{one_of(words.PARTS)}){END}"),
        (_turn, rf"(?:the )?(?P<turn>first|second)(?: time)?{END}"),
        (
            _distance,
            (
                r"(?P<name>utc|gmt)? ?(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})"
                rf"{END}(?!:)"
            ),
        ),
        (
            _distance,
            (
                r"(?P<name>utc|gmt) ?(?P<sign>[+-]) ?(?P<hours>[0-9]{1,2})"
                rf"(?::(?P<minutes>[0-9]{{2}}))?{END}(?!:)"
            ),
        ),
        (_silence, r"\([+-][12]\)"),
    )
)
