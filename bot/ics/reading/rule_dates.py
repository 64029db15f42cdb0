"""The dates of a recurrence rule (RFC 5545, section 3.3.10), in wall time.

A rule without a count is taken up where it is needed, however long ago it began.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import count as numbers_from

from bot.ics.reading.rule_days import (
    Test,
    completed,
    day_tests,
    days_of_period,
    times_from,
    times_of_day,
)
from bot.ics.reading.rules import Freq, ReadRule

MOST_PERIODS = 200_000  # days or hours that are looked at for one rule
MOST_DATES = 10_000  # of one rule: more than an hourly one has in a year
UNITS = {
    Freq.HOURLY: timedelta(hours=1),
    Freq.MINUTELY: timedelta(minutes=1),
    Freq.SECONDLY: timedelta(seconds=1),
}
DAY = timedelta(days=1)
MONTHS = 12
WEEK = 7


class TooOftenError(ValueError):
    """A rule repeats more often than anybody computes."""


def rule_dates(
    rule: ReadRule, start: datetime, *, since: datetime, until: datetime
) -> Iterator[datetime]:
    """Yield the wall times of a rule after `start`, from `since` to `until`, both included.

    `start` itself is never yielded; it is the first of those that are counted if it follows the
    rule. Raise TooOftenError
    if too many hours or minutes would have to be looked at.
    """
    whole = completed(rule, start)
    tests = day_tests(whole)
    left = None if rule.count is None else rule.count - is_date_of(rule, start)
    first = 0 if left is not None else max(0, _periods_between(rule, start, since) - 1)
    yielded = 0
    for number in numbers_from(first):
        begins, found = _period(whole, tests, start, number)
        if begins > until or left == 0:
            return
        if number - first > MOST_PERIODS or yielded > MOST_DATES:
            raise TooOftenError
        for wall in found:
            if wall > until or left == 0:
                return
            if wall > start:
                left = None if left is None else left - 1
                if wall >= since:
                    yielded += 1
                    yield wall


def is_date_of(rule: ReadRule, start: datetime) -> bool:
    """Return whether a rule's start is one of its dates, and not only where it begins."""
    whole = completed(rule, start)
    return start in _period(whole, day_tests(whole), start, 0)[1]


def _periods_between(rule: ReadRule, start: datetime, since: datetime) -> int:
    """Return about how many periods of a rule lie between its start and another time."""
    if rule.freq is Freq.YEARLY:
        passed = since.year - start.year
    elif rule.freq is Freq.MONTHLY:
        passed = (since.year - start.year) * MONTHS + since.month - start.month
    elif rule.freq is Freq.WEEKLY:
        passed = (since - start).days // WEEK
    else:
        passed = (since - start) // UNITS.get(rule.freq, DAY)
    return passed // rule.interval


def _period(
    rule: ReadRule, tests: list[Test], start: datetime, number: int
) -> tuple[datetime, list[datetime]]:
    """Return when a period of a rule begins, and its wall times in it, in order."""
    step = number * rule.interval
    try:
        if rule.freq in UNITS:
            begins = start + step * UNITS[rule.freq]
            is_chosen = all(test(begins.date()) for test in tests)
            return begins, _at_positions(rule, times_from(rule, begins) if is_chosen else [])
        first, days = days_of_period(rule, start.date(), step)
    except (OverflowError, ValueError):  # after the last year there is
        return datetime.max, []  # noqa: DTZ901 - a wall time
    times = times_of_day(rule, start.time())
    chosen = (day for day in days if all(test(day) for test in tests))
    found = [datetime.combine(day, at) for day in chosen for at in times]
    return datetime.combine(first, time()), _at_positions(rule, found)


def _at_positions(rule: ReadRule, found: list[datetime]) -> list[datetime]:
    """Return the n-th of the wall times of a period, where a rule asks for these alone."""
    if not rule.positions:
        return found
    size = len(found)
    places = {place - 1 if place > 0 else size + place for place in rule.positions}
    return [found[place] for place in sorted(places) if 0 <= place < size]
