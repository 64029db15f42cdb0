"""The part of an address after the question mark: from which day, and which page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.talks.model.talks import Programme
from bot.times.zones import occurrence_instant, wall_time

# A page shows a quarter of a year; what comes later is a link away.
SHOWN_AHEAD = timedelta(weeks=13)
# No meeting is longer, so that one under way is found by its start.
LONGEST = timedelta(days=1)
FARTHEST = timedelta(days=3 * 366)
MOST_PAGES = 10_000
DAY = timedelta(days=1)
FOREVER = datetime.max.replace(tzinfo=UTC)
Query = Mapping[str, Sequence[str]]


def quarter(query: Query, *, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the time that a page shows: a quarter from the requested day, or from now."""
    today = wall_time(now, zone).date()
    try:
        asked = date.fromisoformat(query["from"][0])
        first = min(max(today, asked), today + FARTHEST)
    except (KeyError, ValueError):
        first = today
    until = first - timedelta(days=first.weekday()) + SHOWN_AHEAD
    begin = now - LONGEST if first == today else occurrence_instant(_midnight(first), zone)
    return begin, occurrence_instant(_midnight(until), zone)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC).replace(tzinfo=None)


def midnight_after(moment: datetime, zone: str) -> datetime:
    """Return when the next day begins in a zone."""
    return occurrence_instant(_midnight(wall_time(moment, zone).date() + DAY), zone)


def valid_until(coming: Iterable[Programme], *, now: datetime, zone: str) -> datetime:
    """Return when a list of these meetings changes by itself: one begins or ends, or a new day."""
    moments = (m for p in coming for m in (p.meeting.start, p.meeting.end))
    return min(midnight_after(now, zone), *(m for m in moments if m > now), FOREVER)


def page_number(query: Query) -> int:
    """Return the requested page, the first if none is."""
    typed = query.get("page", ["1"])[0]
    return min(max(int(typed), 1), MOST_PAGES) if typed.isascii() and typed.isdecimal() else 1
