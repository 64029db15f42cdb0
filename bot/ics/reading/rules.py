"""Recurrence rules as calendars write them, and what in them cannot be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from bot.core.translation import _
from bot.ics.reading.values import Moment, parse_moment

WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
NTH = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
SEPARATORS = re.compile(r"[,\s]+")
# The lists of numbers in a rule: the least and the most, and whether they may count from the end.
LISTS = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
    "BYSETPOS": (1, 366, True),
}
KNOWN = frozenset({*LISTS, "FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYDAY", "RSCALE", "SKIP"})
# An end as early as this means that there is none.
NO_END = 1900

UNKNOWN_RULE = _("a rule that I don't know; I read its first date only")
NO_COUNT = _("no number of times; I read it without an end")
NO_UNTIL = _("no date as its end; I read it without an end")


class Freq(IntEnum):
    """How often a rule repeats."""

    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3
    HOURLY = 4
    MINUTELY = 5
    SECONDLY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRule:
    """A recurrence rule of RFC 5545. `weekdays` are pairs of a number, 0 for every, and a day."""

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    week_start: int = 0
    weekdays: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()


class UnknownRuleError(ValueError):
    """A rule whose dates cannot be computed."""


def parse_rule(text: str) -> tuple[ReadRule | None, list[str]]:
    """Return a rule, None if there is none or it cannot be read, and what was not read in it."""
    faults: list[str] = []
    parts = _parts(text, faults)
    if not text.strip("; "):
        return None, []
    try:
        return _rule(parts, faults), faults
    except UnknownRuleError:
        return None, [UNKNOWN_RULE]


def _parts(text: str, faults: list[str]) -> dict[str, str]:
    """Return the parts of a rule that say something; lists that are given twice are joined."""
    found: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, _equals, value = (piece.strip() for piece in part.partition("="))
        is_list = name in LISTS or name == "BYDAY"
        if name not in KNOWN:
            if name and not name.startswith("X-"):
                faults.append(_left_out(part.strip()[:30]))
        elif is_list and name in found:
            found[name] += f",{value}"
        elif value.strip(", "):
            found.setdefault(name, value)
    return found


def _rule(parts: Mapping[str, str], faults: list[str]) -> ReadRule:
    if parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise UnknownRuleError
    if parts.get("SKIP", "OMIT") != "OMIT":
        faults.append(_left_out(f"SKIP={parts['SKIP'][:20]}"))
    try:
        freq = Freq[parts["FREQ"]]
    except KeyError:
        raise UnknownRuleError from None
    lists = {name: _numbers(parts, name, faults) for name in LISTS}
    return ReadRule(
        freq=freq,
        interval=_interval(parts),
        count=_count(parts, faults),
        until=_until(parts, faults),
        week_start=_week_start(parts, faults),
        weekdays=_weekdays(parts, faults),
        months=lists["BYMONTH"],
        month_days=lists["BYMONTHDAY"],
        year_days=lists["BYYEARDAY"],
        weeks=lists["BYWEEKNO"],
        hours=lists["BYHOUR"],
        minutes=lists["BYMINUTE"],
        seconds=tuple(min(second, 59) for second in lists["BYSECOND"]),
        positions=lists["BYSETPOS"],
    )


def _interval(parts: Mapping[str, str]) -> int:
    text = parts.get("INTERVAL", "1")
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        raise UnknownRuleError
    return int(text)


def _count(parts: Mapping[str, str], faults: list[str]) -> int | None:
    text = parts.get("COUNT")
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text):
        faults.append(NO_COUNT)
        return None
    if not int(text):
        raise UnknownRuleError
    return int(text)


def _until(parts: Mapping[str, str], faults: list[str]) -> Moment | None:
    text = parts.get("UNTIL")
    if text is None:
        return None
    moment = parse_moment(text)
    if moment is None:
        faults.append(NO_UNTIL)
        return None
    return moment if moment.wall.year >= NO_END else None


def _week_start(parts: Mapping[str, str], faults: list[str]) -> int:
    text = parts.get("WKST", "MO")
    if text not in WEEKDAYS:
        faults.append(_left_out(f"WKST={text[:20]}"))
    return WEEKDAYS.get(text, 0)


def _left_out(part: str) -> str:
    return _("I left out “{part}”", part=part)


def _tokens(parts: Mapping[str, str], name: str) -> list[str]:
    return [token for token in SEPARATORS.split(parts.get(name, "")) if token]


def _weekdays(parts: Mapping[str, str], faults: list[str]) -> tuple[tuple[int, int], ...]:
    tokens = _tokens(parts, "BYDAY")
    matches = [(token, NTH.fullmatch(token)) for token in tokens]
    found = [(int(match[1] or 0), WEEKDAYS[match[2]]) for _token, match in matches if match]
    _require_some(found, tokens)
    faults += [_left_out(f"BYDAY={token[:20]}") for token, match in matches if not match]
    return tuple(found)


def _numbers(parts: Mapping[str, str], name: str, faults: list[str]) -> tuple[int, ...]:
    least, most, from_end = LISTS[name]
    tokens, found = _tokens(parts, name), []
    for token in tokens:
        number = int(token) if re.fullmatch(r"[+-]?[0-9]{1,4}", token) else most + 1
        if least <= (abs(number) if from_end else number) <= most:
            found.append(number)
        else:
            faults.append(_left_out(f"{name}={token[:20]}"))
    _require_some(found, tokens)
    return tuple(found)


def _require_some(found: list[int] | list[tuple[int, int]], tokens: list[str]) -> None:
    """Refuse a list of which nothing could be read: without it, the rule would say too much."""
    if tokens and not found:
        raise UnknownRuleError
