"""How an hour is typed together with the one at which it ends: 3-4pm, von 15 bis 16 Uhr."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.clock_readings import AFTERNOONS, no_such_hour
from bot.times.typed_times.patterns import AT, END, NO_DAY, compiled
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import HourOfDay, TokenReading, TokenReadings

HOUR, HALF_A_DAY, DAY = 60, 12 * 60, 24 * 60  # minutes
LAST_MINUTE = 59
LONGEST_NIGHT = 12 * 60  # minutes that a time may last that ends on the next day
LONGEST_ISO = 6 * 60  # an end after longer than this may be a distance from UTC: 17:00-05:00


@dataclass(frozen=True, slots=True)
class _End:
    """One end as it is typed: minutes of the day, and what its form says about the half."""

    minutes: int
    half: str | None
    bare: bool
    padded: bool

    def ways(self) -> list[int]:
        """Return the minutes of the day that may be meant, as typed first."""
        if self.half:
            return [self.minutes % HALF_A_DAY + HALF_A_DAY * (self.half == "p")]
        if self.padded or not HOUR <= self.minutes < HALF_A_DAY + HOUR:
            return [self.minutes]
        return list(dict.fromkeys((self.minutes, (self.minutes + HALF_A_DAY) % DAY)))


def _end(name: str) -> str:
    """Return the pattern of an hour at one end."""
    return (
        rf"(?:(?P<{name}noon>{one_of(words.NOON)})"
        rf"|(?P<{name}hour>[0-9]{{1,2}})(?:(?:[:h]|(?P<{name}dot>\.))(?P<{name}minute>[0-9]{{2}}))?"
        rf"(?: ?(?:(?P<{name}half>[ap])(?:\.m\.|m(?<!am)|m{NO_DAY})"
        rf"|(?P<{name}uhr>uhr|heures?|h)))?)"
    )


def _range(match: re.Match[str]) -> TokenReadings:
    """Return the hours that may be meant, each with how long it lasts."""
    ends = [_read(match, name) for name in ("a", "b")]
    bad = next((end for end in ends if isinstance(end, str)), None)
    if bad is not None:
        return no_such_hour(bad)
    begins, stops = (end for end in ends if isinstance(end, _End))
    is_dates = (match["adot"] or match["bdot"]) and not match["buhr"]
    if is_dates or begins == stops or _may_be_offset(match, begins, stops):
        return ()
    ways = dict(_ways(begins, stops))
    found = [
        TokenReading(HourOfDay(*divmod(start, 60), lasts=lasts), rank=_rank(start, begins, stops))
        for start, lasts in ways.items()
    ]
    if match["way"] == "to" and not match["since"]:
        found += _minutes_to(match, begins, stops)
    return tuple(found)


def _read(match: re.Match[str], name: str) -> _End | str:
    """Return an end, or the text of one that is not a time of day."""
    if match[f"{name}noon"]:
        return _End(HALF_A_DAY, "p", bare=False, padded=False)
    hour, minute = int(match[f"{name}hour"]), int(match[f"{name}minute"] or 0)
    half = match[f"{name}half"]
    bare = not (match[f"{name}minute"] or half or match[f"{name}uhr"])
    highest = 12 if half else 24
    if not bool(half) <= hour <= highest or minute > LAST_MINUTE or hour * 60 + minute > DAY:
        return f"{hour}:{minute:02}{half + 'm' if half else ''}"
    return _End(hour * 60 + minute, half, bare, match[f"{name}hour"].startswith("0"))


def _ways(begins: _End, stops: _End) -> Iterator[tuple[int, int]]:
    """Return starts with how long they last; the nearest end that may be meant is the end."""
    alike = begins.half is None and stops.half is None
    starts = begins.ways()
    if stops.half and not begins.half:
        # "3-4pm" and "11-1pm": the last such hour before the end.
        end = stops.ways()[0] or DAY
        before = [start for start in starts if start < end] or starts
        starts = [max(before)]
    if begins.minutes >= HALF_A_DAY and stops.minutes > begins.minutes:
        starts = starts[:1]  # 12-13 is on the clock of 24
    for start in starts:
        lasts = min((end - start) % DAY or DAY for end in stops.ways())
        if (
            start % DAY + lasts <= DAY
            or lasts <= LONGEST_NIGHT
            or (alike and start == begins.minutes)
        ):
            yield start, lasts


def _rank(start: int, begins: _End, stops: _End) -> int:
    """Return how unlikely a start is: as typed it is likelier than half a day later."""
    if begins.half or stops.half or start == begins.minutes or (begins.bare and stops.bare):
        return 0
    return 1 if begins.minutes // 60 in AFTERNOONS else 2


def _may_be_offset(match: re.Match[str], begins: _End, stops: _End) -> bool:
    """Return whether 17:00-05:00 may be an hour and a distance from UTC."""
    typed = re.fullmatch(r"t?[0-9]{2}:[0-9]{2}-(?:0[0-9]:[0-9]{2}|1[0-3]:[0-9]{2}|14:00)", match[0])
    is_iso = re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ t]$", match.string[: match.start("ahour")])
    lasts = (stops.minutes - begins.minutes) % DAY
    return bool(typed) and (bool(is_iso) or lasts > LONGEST_ISO)


def _minutes_to(match: re.Match[str], begins: _End, stops: _End) -> Iterator[TokenReading]:
    """Return the hours of "5 to 6" as minutes before an hour."""
    minutes = int(match["ahour"] or 0)
    if begins.bare and not match["bminute"] and not match["buhr"] and minutes in {5, 10, 20, 25}:
        for end in stops.ways():
            yield TokenReading(HourOfDay(*divmod((end - minutes) % DAY, 60)))


SINCE = rf"(?:(?P<since>{one_of(words.SINCE)}) ?|{AT})?"
WAY = rf"(?: ?- ?| (?P<way>{one_of(words.UNTIL)}) ?)"
RANGE_PATTERNS = compiled(
    (
        (_range, rf"{SINCE}{_end('a')}{WAY}{_end('b')}{END}(?![.:/-][0-9])"),
        (
            _range,
            (
                rf"(?P<since>{one_of(words.BETWEEN)}) {_end('a')} "
                rf"(?P<way>{one_of(word.strip() for word in words.CONJUNCTIONS)}) ?{_end('b')}"
                rf"{END}(?![.:/-][0-9])"
            ),
        ),
    )
)
