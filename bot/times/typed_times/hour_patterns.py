"""How hours of the day are typed, and the parts of the day behind them."""

import re

from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.clock_readings import (
    AFTERNOONS,
    HALF_A_DAY,
    LAST_HOUR,
    LAST_MINUTE,
    clock,
    no_such_hour,
    of_two,
)
from bot.times.typed_times.patterns import AT, END, NO_DAY, compiled
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import (
    DayPart,
    HourOfDay,
    RepeatChoice,
    TokenReading,
    TokenReadings,
)

HOUR = r"(?P<hour>[0-9]{1,2})"
# An hour in digits or in a word; a word stands for an hour only beside another word of an hour.
SPOKEN_HOUR = rf"(?P<hour>[0-9]{{1,2}}|{one_of(words.HOURS)})"
SPOKEN_MINUTE = rf"(?P<minute>[0-9]{{2}}|{one_of(words.MINUTES)})"
NO_MINUTE = "(?P<minute>)"
HALF_OF_DAY = rf"(?P<half>[ap])(?:\.m\.|m(?<!am)|m{NO_DAY})"
DAY_BEGINS, DAY_ENDS = _("at the start of the day"), _("at the end of the day")
OFFICE_CLOSES = HourOfDay(17)


def number_of(typed: str | None) -> int:
    """Return an hour or minutes, typed in digits or in a word; 0 for none."""
    if not typed:
        return 0
    return words.HOURS.get(typed) or words.MINUTES.get(typed) or int(typed)


def _is_of_12(found: TokenReadings, hour: int) -> bool:
    return 0 < hour < HALF_A_DAY and isinstance(found[0].part, HourOfDay)


def _of_24(match: re.Match[str]) -> TokenReadings:
    """Return an hour like 17:00; 5:00 is more likely the morning's than 05:00 is."""
    hour, minute, seconds = match["hour"], int(match["minute"]), match["seconds"]
    if seconds not in {None, "00"}:
        return ()
    found = clock(int(hour), minute, f"{hour}:{minute:02}")
    if _is_of_12(found, int(hour)) and not hour.startswith("0"):
        return (*found, _afternoon(int(hour), minute))
    return found


def _afternoon(hour: int, minute: int) -> TokenReading:
    rank = 1 if hour in AFTERNOONS else 2
    return TokenReading(HourOfDay(hour + HALF_A_DAY, minute), rank=rank)


def _military(match: re.Match[str]) -> TokenReadings:
    """Return an hour like 1700; one like 2027 may also be a year."""
    typed = match["clock"]
    hour, minute = int(typed[:2]), int(typed[2:])
    if hour >= LAST_HOUR or minute > LAST_MINUTE:
        return ()
    is_year = not match["uhr"] and re.fullmatch("20[2-3][0-9]", typed)
    asks = _("“{number}” may also be a year.", number=typed) if is_year else ""
    return (TokenReading(HourOfDay(hour, minute), asks=asks),)


def _of_12(match: re.Match[str]) -> TokenReadings:
    hour, minute, half = number_of(match["hour"]), number_of(match["minute"]), match["half"]
    if not 1 <= hour <= HALF_A_DAY or minute > LAST_MINUTE:
        return no_such_hour(match[0].removeprefix("at ").strip())
    if (hour, minute, half) == (HALF_A_DAY, 0, "a"):
        return _midnight(match)
    return (TokenReading(HourOfDay(hour % HALF_A_DAY + HALF_A_DAY * (half == "p"), minute)),)


def _spoken(match: re.Match[str]) -> TokenReadings:
    """Return an hour like 17 Uhr or 17h30: of 24, or of 12 with a part of the day behind it."""
    hour, minute = number_of(match["hour"]), number_of(match["minute"])
    found = clock(hour, minute, f"{hour}:{minute:02}")
    if _is_of_12(found, hour) and not match["hour"].startswith("0"):
        return (*found, _afternoon(hour, minute))
    return found


def _dotted(match: re.Match[str]) -> TokenReadings:
    """Return an hour like 17.30, unless it can be a day and a month."""
    hour, minute = int(match["hour"]), int(match["minute"])
    is_date = 1 <= minute <= HALF_A_DAY and hour > 0
    return () if is_date else _spoken(match)


def _bare(match: re.Match[str]) -> TokenReadings:
    """Return a number that stands for an hour: below 13 it is one of two."""
    return of_two(number_of(match["hour"]), 0)


def _past(match: re.Match[str]) -> TokenReadings:
    """Return "half past 5", "quarter to 6" and their like."""
    return _shifted(number_of(match["hour"]), words.MINUTES_PAST[match["past"]], match["half"])


def _minutes_past(match: re.Match[str]) -> TokenReadings:
    """Return "10 past 5" and "fünf vor sechs"."""
    minutes = number_of(match["minutes"])
    if not 0 < minutes < LAST_MINUTE // 2 + 1:
        return ()
    shift = minutes if match["way"] in words.PAST_HOUR else -minutes
    return _shifted(number_of(match["hour"]), shift, match["half"])


def _behind(match: re.Match[str]) -> TokenReadings:
    """Return "cinq heures et demie" and its like."""
    return _shifted(number_of(match["hour"]), words.MINUTES_BEHIND[match["behind"]], None)


def _shifted(hour: int, minutes: int, half: str | None) -> TokenReadings:
    """Return an hour so many minutes later, on the clock of 12 where it can be on that."""
    if hour > LAST_HOUR - 1:
        return ()
    at = (hour * 60 + minutes) % (LAST_HOUR * 60)
    if hour > HALF_A_DAY:
        return (TokenReading(HourOfDay(*divmod(at, 60))),)
    ways = [at % (HALF_A_DAY * 60) + n * HALF_A_DAY * 60 for n in (0, 1)]
    if half:
        # In "5 to 12pm" and "half past 12pm" the half of the day is that of the hour named.
        named = hour % HALF_A_DAY + HALF_A_DAY * (half == "p")
        ways = [(named * 60 + minutes) % (LAST_HOUR * 60)]
    return tuple(TokenReading(HourOfDay(*divmod(way, 60))) for way in ways)


def _noon(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(HourOfDay(HALF_A_DAY)),)


def _midnight(_match: re.Match[str]) -> TokenReadings:
    return (
        TokenReading(HourOfDay(0), note=DAY_BEGINS),
        TokenReading(HourOfDay(LAST_HOUR), note=DAY_ENDS),
    )


def _day_ends(_match: re.Match[str]) -> TokenReadings:
    return (
        TokenReading(OFFICE_CLOSES, note=_("at the end of the working day")),
        TokenReading(HourOfDay(LAST_HOUR - 1, LAST_MINUTE), note=DAY_ENDS),
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
                rf"(?: ?(?:uhr|h))?(?:{END}|(?=z{END}))(?! ?(?:[ap]\.m\.|pm|am{NO_DAY}){END})(?!:)"
            ),
        ),
        (
            _military,
            rf"{AT}?(?P<clock>[0-9]{{4}})(?P<uhr> ?(?:uhr|hrs|hours|h))?{END}(?![.:/-][0-9])",
        ),
        (_of_12, rf"{AT}?{SPOKEN_HOUR}(?:(?:[:.]?| ){SPOKEN_MINUTE})? ?{HALF_OF_DAY}{END}"),
        (_spoken, rf"{AT}?{SPOKEN_HOUR} ?uhr[ ]{SPOKEN_MINUTE}{END}(?![:.][0-9])"),
        # The same without minutes: behind it, a number may also be the day of a month.
        (_spoken, rf"{AT}?{SPOKEN_HOUR} ?(?:uhr|h|heures?){NO_MINUTE}{END}(?!:[0-9])"),
        (_spoken, rf"{AT}?{HOUR}\.(?P<minute>[0-9]{{2}}) ?(?:uhr|h){END}"),
        (_spoken, rf"{AT}{HOUR}\.(?P<minute>[0-9]{{2}}){END}(?!\.)"),
        (_dotted, rf"{HOUR}\.(?P<minute>[0-9]{{2}}){END}(?!\.)"),
        (_spoken, rf"{AT}?{HOUR} ?h(?:eures?)? ?(?P<minute>[0-9]{{2}}){END}(?![.:/-][0-9])"),
        (_spoken, rf"{AT}?{SPOKEN_HOUR} heures? {SPOKEN_MINUTE}{END}(?![.:/-][0-9])"),
        (_bare, rf"{AT}{SPOKEN_HOUR}(?: o'clock)?{END}(?![.:/-][0-9])"),
        (_bare, rf"{SPOKEN_HOUR} o'clock{END}"),
        (_bare, rf"{SPOKEN_HOUR}(?= (?:{one_of(words.PARTS)}){END})"),
        (
            _past,
            (
                rf"(?:at |um |a )?(?P<past>{one_of(words.MINUTES_PAST)}) ?{SPOKEN_HOUR}"
                rf"(?: uhr)?(?: ?{HALF_OF_DAY})?{END}(?![.:/-][0-9])"
            ),
        ),
        (
            _minutes_past,
            (
                rf"{AT}?(?P<minutes>[0-9]{{1,2}}|{one_of([*words.HOURS, *words.MINUTES])})"
                rf"(?: minutes| minuten)? (?P<way>{one_of([*words.PAST_HOUR, *words.TO_HOUR])})"
                rf" {SPOKEN_HOUR}(?: uhr)?(?: ?{HALF_OF_DAY})?{END}(?![.:/-][0-9])"
            ),
        ),
        (
            _behind,
            (
                rf"{AT}?{SPOKEN_HOUR}(?: ?heures?| ?h)? "
                rf"(?P<behind>{one_of(words.MINUTES_BEHIND)}){END}"
            ),
        ),
        (_noon, rf"(?:at |a |ב)?(?:{one_of(words.NOON)}){END}"),
        (_midnight, rf"(?:at |um |a |ב)?(?:{one_of(words.MIDNIGHT)}){END}"),
        (_day_ends, rf"(?:at |a |by )?(?:{one_of(words.END_OF_DAY)}){END}"),
        (_part, rf"(?:{one_of(words.PARTS)}){END}"),
    )
)
TURN_PATTERNS = compiled(((_turn, rf"(?:the )?(?P<turn>first|second)(?: time)?{END}"),))
