"""Recurrence rules and dates of a calendar, checked before anything is computed from them."""

import re
from collections.abc import Iterable
from datetime import date

from bot.core.translation import _
from bot.ics.components import CalendarComponent, ContentLine, Unreadable

MOST_RULES = 4  # of one entry
FIRST_YEAR = 1900
RULE_PARTS = frozenset(
    {
        *("FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYSETPOS", "BYHOUR", "BYMINUTE"),
        *("BYSECOND", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"),
    }
)
DAILY_AT_MOST = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
WITHIN_A_DAY = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
HOURS_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")

TOO_OFTEN = _(
    "That calendar has an entry that repeats several times a day, which I do not read. "
    "Give one without it."
)


def days_in_values(values: Iterable[str]) -> list[date]:
    """Return the days with which values begin, without those that do not exist."""
    found = []
    for value in values:
        if match := DAY.match(value.strip()):
            try:
                found.append(date(*map(int, match.groups())))
            except ValueError:
                continue
    return found


def is_sound(part: CalendarComponent) -> bool:
    """Return whether a component can be read; refuse a rule that repeats too often."""
    rules = [rule_parts(line) for line in part.every("RRULE")]
    for rule in rules:
        _require_daily_at_most(rule)
    days = days_in_values(line.value for line in part.every("DTSTART"))
    is_early = part.name == "VEVENT" and any(day.year < FIRST_YEAR for day in days)
    return len(rules) <= MOST_RULES and all(map(_is_rule, rules)) and not is_early


def is_sound_zone(zone: CalendarComponent) -> bool:
    """Return whether a time zone and its parts can be read."""
    return all(map(is_sound, (zone, *zone.parts)))


def rule_parts(rule: ContentLine) -> dict[str, str]:
    """Return the parts of a recurrence rule by name."""
    pairs = (part.partition("=") for part in rule.value.strip().upper().split(";") if part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _require_daily_at_most(rule: dict[str, str]) -> None:
    several = any("," in rule.get(name, "") for name in HOURS_OF_DAY)
    if several or rule.get("FREQ") in WITHIN_A_DAY:
        raise Unreadable(TOO_OFTEN)


def _is_rule(rule: dict[str, str]) -> bool:
    """Return whether it is a rule by RFC 5545; an interval of 0 would repeat endlessly."""
    numbers = [rule[name] for name in ("INTERVAL", "COUNT") if name in rule]
    counted = all(re.fullmatch(r"0*[1-9][0-9]{0,8}", number) for number in numbers)
    return rule.get("FREQ") in DAILY_AT_MOST and rule.keys() <= RULE_PARTS and counted
