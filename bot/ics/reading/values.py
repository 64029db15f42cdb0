"""Dates, times, lengths and offsets, as calendars write them and as they should not."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

DAY = timedelta(days=1)
LAST_YEAR = 3000  # later dates are taken for this year's end, so that nothing overflows
FIRST_YEAR = 1600
MOMENT = re.compile(
    r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})"
    r"(?:[T ]?\s*([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]+)?)?)?T?"
    r"\s*(Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.IGNORECASE,
)
LENGTH = re.compile(
    r"([+-]?)\s*P(?:([0-9]+)W)?(?:([0-9]+)D)?"
    r"(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?",
    re.IGNORECASE,
)
OFFSET = re.compile(r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?(?::?([0-9]{2}))?")
LONGEST = timedelta(days=366 * 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date or a time as it is written: a naive wall time, and a zone unless it is floating.

    A date is its midnight.
    """

    wall: datetime
    is_date: bool = False
    zone: tzinfo | None = None

    def instant(self, local: tzinfo) -> datetime:
        """Return it in UTC; a floating time or a date is taken in `local`."""
        return instant_of(self.wall, self.zone or local)


@dataclass(frozen=True, slots=True)
class Length:
    """A length: a part as clocks show it, over their changes too, and an exact rest."""

    nominal: timedelta = timedelta()
    exact: timedelta = timedelta()


def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant of a wall time: in a gap by the offset before, if repeated the first."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_in(instant: datetime, zone: tzinfo) -> datetime:
    """Return the wall time of an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def parse_moment(text: str) -> Moment | None:
    """Return a date or a time, with its zone only where it carries an offset; None if it is none.

    Read too are hyphens and colons, fractions of a second, 24:00 and leap seconds.
    """
    match = MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        midnight = datetime.combine(date(int(year), int(month), int(day)), time())
        offset = None if zone is None else _offset_zone(zone.upper())
        return Moment(
            wall=_bounded(midnight) + _time_of_day(hour, minute, second),
            is_date=hour is None,
            zone=offset,
        )
    except ValueError:
        return None


def _bounded(midnight: datetime) -> datetime:
    if midnight.year > LAST_YEAR:
        return datetime(LAST_YEAR, 12, 31)  # noqa: DTZ001 - a wall time
    return max(midnight, datetime(FIRST_YEAR, 1, 1))  # noqa: DTZ001 - a wall time


def _time_of_day(hour: str | None, minute: str | None, second: str | None) -> timedelta:
    hours, minutes, seconds = (int(part or 0) for part in (hour, minute, second))
    if hours == 24 and not minutes and not seconds:  # noqa: PLR2004 - midnight, at a day's end
        return DAY
    time(hours, minutes, min(seconds, 59))  # raises ValueError if there is no such time
    return timedelta(hours=hours, minutes=minutes, seconds=min(seconds, 59))


def _offset_zone(text: str) -> tzinfo:
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    offset = parse_offset(text)
    if offset is None:
        raise ValueError(text)
    return timezone(offset)


def parse_offset(text: str) -> timedelta | None:
    """Return an offset from UTC, like +0530; None if it is none or a day long."""
    match = OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return None if offset >= DAY else -offset if match[1] == "-" else offset


def parse_length(text: str) -> Length | None:
    """Return a duration, negative ones too, or None if it is none; weeks and days are nominal."""
    match = LENGTH.fullmatch(text.strip())
    if match is None or match.group(0).upper().endswith(("P", "T")):
        return None
    weeks, days, hours, minutes, seconds = (
        min(int(part[:9] or 0), 10**8) for part in (found or "" for found in match.groups()[1:])
    )
    nominal = timedelta(days=min(7 * weeks + days, LONGEST.days))
    exact = min(timedelta(minutes=60 * min(hours, 10**6) + min(minutes, 10**7)), LONGEST)
    exact += timedelta(seconds=seconds)
    return Length(-nominal, -exact) if match[1] == "-" else Length(nominal, exact)
