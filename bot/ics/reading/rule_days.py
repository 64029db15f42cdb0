"""The days that a recurrence rule chooses, and the times on them."""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product

from bot.ics.reading.rules import Freq, ReadRule

MONTHS = 12
WEEK = 7
# A week belongs to the year in which it has at least four days.
DECISIVE = timedelta(days=3)

Test = Callable[[date], bool]


def completed(rule: ReadRule, start: datetime) -> ReadRule:
    """Return a rule with what it leaves to its start: the month, the day or the weekday."""
    if rule.weeks and not (rule.weekdays or rule.month_days or rule.year_days):
        return replace(rule, weekdays=((0, start.weekday()),))
    if rule.weeks or rule.weekdays or rule.month_days or rule.year_days:
        return rule
    if rule.freq is Freq.YEARLY:
        return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
    if rule.freq is Freq.MONTHLY:
        return replace(rule, month_days=(start.day,))
    return replace(rule, weekdays=((0, start.weekday()),)) if rule.freq is Freq.WEEKLY else rule


def days_of_period(rule: ReadRule, start: date, step: int) -> tuple[date, Iterable[date]]:
    """Return the first day of a rule's period, and the days in it that it may choose from."""
    if rule.freq is Freq.YEARLY:
        year = start.year + step
        months = sorted(set(rule.months) or range(1, MONTHS + 1))
        return date(year, 1, 1), [day for month in months for day in _month(year, month)]
    if rule.freq is Freq.MONTHLY:
        years, month = divmod(start.month - 1 + step, MONTHS)
        days = _month(start.year + years, month + 1)
        return days[0], days
    if rule.freq is Freq.WEEKLY:
        first = _week_of(start, rule.week_start) + timedelta(weeks=step)
        wanted = {(weekday - rule.week_start) % WEEK for _nth, weekday in rule.weekdays}
        return first, [first + timedelta(days=n) for n in sorted(wanted or range(WEEK))]
    day = start + timedelta(days=step)
    return day, [day]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day + 1) for day in range(monthrange(year, month)[1])]


def _week_of(day: date, week_start: int) -> date:
    return day - timedelta(days=(day.weekday() - week_start) % WEEK)


def day_tests(rule: ReadRule) -> list[Test]:
    """Return what a day has to pass to be one of a rule's."""
    tests: list[Test] = []
    if rule.months:
        tests.append(lambda day: day.month in rule.months)
    if rule.month_days:
        tests.append(lambda day: _is_listed(day.day, _days_in_month(day), rule.month_days))
    if rule.year_days:
        tests.append(lambda day: _is_listed(_year_day(day), _days_in_year(day), rule.year_days))
    if rule.weeks:
        tests.append(lambda day: _is_in_weeks(rule, day))
    if rule.weekdays:
        tests.append(lambda day: any(_is_nth(rule, day, *one) for one in rule.weekdays))
    return tests


def _is_listed(number: int, most: int, wanted: tuple[int, ...]) -> bool:
    """Return whether a number is wanted, counted from the beginning or from the end."""
    return number in wanted or number - most - 1 in wanted


def _is_nth(rule: ReadRule, day: date, nth: int, weekday: int) -> bool:
    """Return whether a day is that weekday, where wanted the n-th of its month or year."""
    if day.weekday() != weekday:
        return False
    if not nth or rule.freq > Freq.MONTHLY or rule.weeks:
        return True
    if rule.freq is Freq.MONTHLY or rule.months:
        number, most = day.day, _days_in_month(day)
    else:
        number, most = _year_day(day), _days_in_year(day)
    return nth in {(number - 1) // WEEK + 1, -((most - number) // WEEK + 1)}


def _is_in_weeks(rule: ReadRule, day: date) -> bool:
    """Return whether a day's week of the year is wanted; a week may begin on any weekday."""
    middle = _week_of(day, rule.week_start) + DECISIVE
    number = _week_number(middle)
    last = _week_of(date(middle.year, MONTHS, 31), rule.week_start) + DECISIVE
    most = _week_number(last if last.year == middle.year else last - timedelta(days=WEEK))
    return _is_listed(number, most, rule.weeks)


def _week_number(middle: date) -> int:
    return (_year_day(middle) - 1) // WEEK + 1


def _days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _year_day(day: date) -> int:
    return day.timetuple().tm_yday


def _days_in_year(day: date) -> int:
    return 366 if isleap(day.year) else 365


def times_of_day(rule: ReadRule, start: time) -> list[time]:
    """Return the times of day of a rule, where it names none those of its start."""
    hours = rule.hours or (start.hour,)
    minutes = rule.minutes or (start.minute,)
    seconds = rule.seconds or (start.second,)
    return sorted({time(*at) for at in product(hours, minutes, seconds)})


def times_from(rule: ReadRule, begins: datetime) -> list[datetime]:
    """Return the times of a rule in the hour, minute or second that begins then."""
    limits = [(rule.hours, begins.hour)]
    minutes, seconds = rule.minutes, rule.seconds
    if rule.freq >= Freq.MINUTELY:
        limits.append((minutes, begins.minute))
        minutes = ()
    if rule.freq is Freq.SECONDLY:
        limits.append((seconds, begins.second))
        seconds = ()
    if any(wanted and found not in wanted for wanted, found in limits):
        return []
    found = {
        begins.replace(minute=minute, second=second)
        for minute in minutes or (begins.minute,)
        for second in seconds or (begins.second,)
    }
    return sorted(found)
