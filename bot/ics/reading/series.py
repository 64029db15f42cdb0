"""The entries of one UID together: a series, its exceptions, and when it takes place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.core.intervals import Interval
from bot.core.translation import _
from bot.ics.reading.entries import Period, ReadEntry
from bot.ics.reading.reports import fault
from bot.ics.reading.rule_dates import TooOftenError, is_date_of, rule_dates
from bot.ics.reading.rules import ReadRule
from bot.ics.reading.values import DAY, Length, Moment, instant_of, wall_in

EDGES = frozenset({time(), time(23, 59), time(23, 59, 59)})
END_OF_DAY = DAY - timedelta(microseconds=1)
TOO_OFTEN = _("a rule that repeats too often; I read its first date only")


@dataclass(frozen=True, slots=True)
class EntryTime:
    """One time at which an entry takes place, as wall times of its zone and in UTC."""

    entry: ReadEntry
    starts: datetime
    ends: datetime
    start: datetime
    end: datetime


@dataclass(slots=True)
class _Excluded:
    """Starts that do not take place: instants, and days in the zone of the series."""

    series: ReadEntry
    local: tzinfo
    instants: set[datetime] = field(default_factory=set)
    days: set[date] = field(default_factory=set)

    def add(self, moments: Iterable[Moment]) -> None:
        for moment in moments:
            if self.series.start.is_date or moment.is_date:
                self.days.add(day_of(moment, self.local))
            else:
                self.instants.add(moment.instant(self.series.zone))

    def has(self, wall: datetime, start: datetime) -> bool:
        return start in self.instants or wall.date() in self.days


def series_of(entries: Iterable[ReadEntry]) -> list[list[ReadEntry]]:
    """Return entries by their UIDs; one without a UID is alone."""
    found: dict[object, list[ReadEntry]] = {}
    for entry in entries:
        found.setdefault(entry.uid or id(entry), []).append(entry)
    return list(found.values())


def occurrences(
    series: Sequence[ReadEntry], local: tzinfo, window: Interval
) -> Iterator[EntryTime]:
    """Yield when the entries of a series take place around a window, exceptions included.

    A rule that repeats too often is noted in its entry's faults, and gives its first date.
    """
    current = _newest(series, local)
    changes = [entry for entry in current if entry.replaces is not None]
    for entry in current:
        if entry.replaces is not None:
            yield _occurrence(entry, entry.start.wall, entry.zone, entry.length)
        else:
            yield from _repeated(entry, changes, local, window)


def _newest(series: Sequence[ReadEntry], local: tzinfo) -> list[ReadEntry]:
    """Leave out older versions; entries that only share their UID are all kept."""
    newest: dict[object, int] = {}
    keys = []
    for entry in series:
        moment = entry.replaces or entry.start
        key = (entry.replaces is None, entry.and_following, moment.instant(local))
        keys.append(key)
        newest[key] = max(newest.get(key, 0), entry.sequence)
    return [entry for entry, key in zip(series, keys, strict=True) if entry.sequence == newest[key]]


def _repeated(
    entry: ReadEntry, changes: Sequence[ReadEntry], local: tzinfo, window: Interval
) -> Iterator[EntryTime]:
    moved = sorted(
        (
            (one.replaces.instant(entry.zone), one)
            for one in changes
            if one.and_following and one.replaces is not None
        ),
        key=lambda pair: pair[0],
    )
    delays = {id(one): _delay(one, entry.zone) for _at, one in moved}
    lengths = [one.length.nominal + one.length.exact for one in (entry, *changes)]
    aside = DAY + max(abs(delay) for delay in (timedelta(), *delays.values()))
    since = wall_in(window.start, entry.zone) - aside - max(lengths)
    until = wall_in(window.end, entry.zone) + aside
    excluded = _Excluded(entry, local)
    excluded.add([*entry.without, *(one.replaces for one in changes if one.replaces)])
    for wall, length in _starts(entry, local, since, until):
        start = instant_of(wall, entry.zone)
        if excluded.has(wall, start):
            continue
        later = next((one for at, one in reversed(moved) if at <= start), None)
        if later is None:
            yield _occurrence(entry, wall, entry.zone, length or entry.length)
        else:
            yield _occurrence(later, wall + delays[id(later)], entry.zone, later.length)


def _delay(change: ReadEntry, zone: tzinfo) -> timedelta:
    """Return by how much a change moves all that follows."""
    if change.replaces is None or change.replaces.is_date or change.start.is_date:
        return change.start.wall - (change.replaces or change.start).wall
    return wall_in(change.start.instant(zone), zone) - wall_in(change.replaces.instant(zone), zone)


def _starts(
    entry: ReadEntry, local: tzinfo, since: datetime, until: datetime
) -> list[tuple[datetime, Length | None]]:
    """Return the wall times at which a series starts, before exceptions, and their own lengths."""
    first = entry.start.wall
    found: dict[datetime, Length | None] = {first: None}
    try:
        for rule in entry.rules:
            last = _last(rule, entry, local, until)
            found.update(dict.fromkeys(rule_dates(rule, first, since=since, until=last)))
        for rule in entry.without_rules:
            last = _last(rule, entry, local, until)
            for wall in rule_dates(rule, first, since=since, until=last):
                found.pop(wall, None)
            if is_date_of(rule, first):
                found.pop(first, None)
    except TooOftenError:
        line = (entry.component.every("RRULE") or entry.component.every("EXRULE"))[0]
        entry.faults.append(fault(line.number, line.whole, TOO_OFTEN))
        found = {first: None}
    if entry.start.is_date:  # there is no time of day, whatever a rule says
        found = {datetime.combine(wall.date(), time()): None for wall in found}
    found.update((_wall(period, entry, local), period.length) for period in entry.added)
    return sorted((one for one in found.items() if since <= one[0] <= until), key=lambda o: o[0])


def _last(rule: ReadRule, entry: ReadEntry, local: tzinfo, until: datetime) -> datetime:
    """Return the last wall time at which a rule may start, at most `until`."""
    end = rule.until
    if end is None:
        return until
    if entry.start.is_date:
        return min(until, datetime.combine(day_of(end, local), time()))
    if end.is_date:
        return min(until, end.wall + END_OF_DAY)
    return min(until, wall_in(end.instant(entry.zone), entry.zone))


def _wall(period: Period, entry: ReadEntry, local: tzinfo) -> datetime:
    """Return a further start as a wall time of the series."""
    if entry.start.is_date or period.start.is_date:
        return datetime.combine(day_of(period.start, local), entry.start.wall.time())
    return wall_in(period.start.instant(entry.zone), entry.zone)


def day_of(moment: Moment, local: tzinfo) -> date:
    """Return the day that somebody meant by an instant, where a day belongs.

    It is the edge of a day where they are, or else in UTC.
    """
    if moment.is_date or moment.zone is None:
        return moment.wall.date()
    here = wall_in(moment.instant(local), local)
    is_edge_there = here.time() not in EDGES and moment.wall.time() in EDGES
    return moment.wall.date() if is_edge_there else here.date()


def _occurrence(entry: ReadEntry, wall: datetime, zone: tzinfo, length: Length) -> EntryTime:
    """Return an occurrence. One that clocks skip, when they go forward, keeps its length."""
    start = instant_of(wall, zone)
    nominal = wall + length.nominal
    end = instant_of(nominal, zone) + length.exact
    if end <= start and length.nominal:
        end = start + length.nominal + length.exact
    ends = wall_in(end, zone) if length.exact else nominal
    return EntryTime(entry, wall, ends, start, end.astimezone(UTC))
