"""Closures in whole days that people enter or import, checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.core import text
from bot.core.intervals import NamedDays
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.ics.reading.reports import ReadingReport
from bot.sites.model.closures import Closure, Level, Origin, OwnClosure
from bot.sites.model.sites import Site

DAY = timedelta(days=1)
LONGEST = 366  # days
MOST_NAME = 80
AHEAD = timedelta(days=5 * 366)
MOST_AT_SITE, MOST_OF_MEMBER = 400, 60
# The name of a nameless calendar entry, and of a member's own closure.
UNNAMED = _("Closed")
NOT_AVAILABLE = _("not available")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedClosures:
    """The closures that a calendar would add to a site, and how many were left out.

    `report` says what of the calendar could not be read.
    """

    site: Site
    closures: tuple[OwnClosure, ...]
    left_out: int
    report: ReadingReport = field(default_factory=ReadingReport)


def closed_days(
    first: date,
    last: date,
    *,
    name: str,
    level: Level,
    origin: Origin = Origin.STATED,
    today: date,
) -> OwnClosure:
    """Return a closure of whole days, the last one included; refuse impossible days."""
    if last < first:
        message = _(
            "The last day, {last}, is before the first day, {first}. Swap them.",
            last=last,
            first=first,
        )
        raise Refusal(message)
    if (last - first).days >= LONGEST:
        message = _(
            "A closure can last at most {days} days. Type an earlier last day.", days=LONGEST
        )
        raise Refusal(message)
    if last < today:
        message = _("{last} is in the past. Type a day that is still to come.", last=last)
        raise Refusal(message)
    if first - today > AHEAD:
        message = _("That is more than five years ahead. Type an earlier day.")
        raise Refusal(message)
    return OwnClosure(
        begins=datetime.combine(first, time()),
        ends=datetime.combine(last + DAY, time()),
        name=text.required_line(name, most=MOST_NAME, what=_("The name")),
        level=level,
        origin=origin,
    )


def require_room(present: int, more: int, *, most: int) -> None:
    """Refuse more closures than one site or member may have."""
    if present + more > most:
        message = _(
            "I keep at most {most} closures here, and there are already {present}. "
            "Remove some that you no longer need.",
            most=most,
            present=present,
        )
        raise Refusal(message)


def imported(named: Iterable[NamedDays], *, level: Level, today: date) -> list[OwnClosure]:
    """Return a calendar's coming days as closures, but for entries that last a year."""
    return [
        closed_days(
            days.first,
            days.last,
            name=text.clean(days.name)[:MOST_NAME].strip() or UNNAMED,
            level=level,
            origin=Origin.IMPORTED,
            today=today,
        )
        for days in named
        if days.last >= today and (days.last - days.first).days < LONGEST
    ]


def named_like(closures: Iterable[OwnClosure], only: str) -> list[OwnClosure]:
    """Return the closures whose names contain one of the comma-separated words, all if none."""
    words = [word.strip().casefold() for word in only.split(",") if word.strip()]
    return [one for one in closures if not words or any(w in one.name.casefold() for w in words)]


def without_reason(closure: Closure) -> Closure:
    """Return a member's closure as others may see it."""
    return replace(closure, name=NOT_AVAILABLE)


def recorded(closure: OwnClosure) -> dict[str, str]:
    """Return a closure as a draft stores it."""
    return {
        "begins": closure.begins.isoformat(),
        "ends": closure.ends.isoformat(),
        "name": closure.name,
        "level": closure.level,
        "origin": closure.origin,
    }


def restated(record: Mapping[str, str]) -> OwnClosure:
    """Return the closure that a draft stored."""
    begins, ends = (datetime.fromisoformat(record[edge]) for edge in ("begins", "ends"))
    return OwnClosure(
        begins=begins,
        ends=ends,
        name=record["name"],
        level=Level(record["level"]),
        origin=Origin(record["origin"]),
    )
