"""Closed days: what sites and members state in whole days, checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.core import text
from bot.core.intervals import NamedDays
from bot.core.refusals import Refusal
from bot.sites.model.closures import Closure, Level, Origin, OwnClosure
from bot.sites.model.sites import Site

DAY = timedelta(days=1)
LONGEST = 366  # days
MOST_NAME = 80
AHEAD = timedelta(days=5 * 366)
MOST_AT_SITE, MOST_OF_MEMBER = 400, 60
# What a calendar gives no name, and what others are told of a member's own closures.
UNNAMED = "Closed"
NOT_AVAILABLE = "not available"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a calendar would bring to a site, and how many of its days are left out."""

    site: Site
    closures: tuple[OwnClosure, ...]
    left_out: int


def closed_days(
    first: date,
    last: date,
    *,
    name: str,
    level: Level,
    origin: Origin = Origin.STATED,
    today: date,
) -> OwnClosure:
    """Return a closure of whole days, the last one included; refuse one that makes no sense."""
    if last < first:
        message = f"{last} is before {first}: please type the first day first."
        raise Refusal(message)
    if (last - first).days >= LONGEST:
        message = f"A closure can last at most {LONGEST} days: please type a nearer last day."
        raise Refusal(message)
    if last < today:
        message = f"{last} is past already: please type days to come."
        raise Refusal(message)
    if first - today > AHEAD:
        message = "That is more than five years ahead: please type an earlier day."
        raise Refusal(message)
    return OwnClosure(
        begins=datetime.combine(first, time()),
        ends=datetime.combine(last + DAY, time()),
        name=text.required_line(name, most=MOST_NAME, what="The name"),
        level=level,
        origin=origin,
    )


def require_room(present: int, more: int, *, most: int) -> None:
    """Refuse more closures than are kept of one site or member."""
    if present + more > most:
        message = (
            f"At most {most} closures are kept here, and there are {present}: "
            "please remove some that are past or not needed."
        )
        raise Refusal(message)


def imported(named: Iterable[NamedDays], *, level: Level, today: date) -> list[OwnClosure]:
    """Return the closures that a calendar's days to come would be; those of a year are none."""
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
    """Return the closures whose name has one of the words in it, parted by commas; all for none."""
    words = [word.strip().casefold() for word in only.split(",") if word.strip()]
    return [one for one in closures if not words or any(w in one.name.casefold() for w in words)]


def without_reason(closure: Closure) -> Closure:
    """Return a member's closure as others may see it."""
    return replace(closure, name=NOT_AVAILABLE)


def recorded(closure: OwnClosure) -> dict[str, str]:
    """Return a closure as a draft keeps it."""
    return {
        "begins": closure.begins.isoformat(),
        "ends": closure.ends.isoformat(),
        "name": closure.name,
        "level": closure.level,
        "origin": closure.origin,
    }


def restated(record: Mapping[str, str]) -> OwnClosure:
    """Return the closure that a draft kept."""
    begins, ends = (datetime.fromisoformat(record[edge]) for edge in ("begins", "ends"))
    return OwnClosure(
        begins=begins,
        ends=ends,
        name=record["name"],
        level=Level(record["level"]),
        origin=Origin(record["origin"]),
    )
