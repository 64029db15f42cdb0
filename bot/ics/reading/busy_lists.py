"""Lists of busy times (VFREEBUSY)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.intervals import Interval
from bot.core.translation import _
from bot.ics.reading.components import CalendarComponent
from bot.ics.reading.lines import ContentLine
from bot.ics.reading.reports import LineFault, fault
from bot.ics.reading.values import parse_length, parse_moment
from bot.ics.reading.zones import Zones

NO_PERIOD = _("no time from one moment to another")


@dataclass(slots=True)
class Listed:
    """The busy times in lists: how many periods they have, and the first fault of each line."""

    count: int = 0
    times: list[Interval] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def listed_in(calendars: Iterable[CalendarComponent], zones: Zones) -> Listed:
    """Return the busy times in the lists of calendars, those marked as free left out."""
    listed = Listed()
    for calendar in calendars:
        for part in calendar.parts:
            for line in part.every("FREEBUSY"):
                if line.parameter("FBTYPE").upper() != "FREE":
                    _add(listed, line, zones)
    return listed


def _add(listed: Listed, line: ContentLine, zones: Zones) -> None:
    for text in filter(None, map(str.strip, line.value.split(","))):
        listed.count += 1
        try:
            listed.times += _period(text, zones)
        except ValueError:
            listed.faults.append(fault(line.number, line.whole, NO_PERIOD))


def _period(text: str, zones: Zones) -> list[Interval]:
    """Return the time of a period, nothing for one without a length; raise ValueError for none."""
    begins, _slash, ends = text.partition("/")
    start, end, length = parse_moment(begins), parse_moment(ends), parse_length(ends)
    if start is None or (end is None and length is None):
        raise ValueError(text)
    first = start.instant(zones.local)
    last = first if end is None else end.instant(zones.local)
    if length is not None:
        last += length.nominal + length.exact
    return [Interval(first, last)] if first < last else []
