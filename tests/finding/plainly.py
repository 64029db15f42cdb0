"""The best times found plainly, by a loop over slots and members, to compare ours with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from bot.core.intervals import Interval
from bot.finding.model.availability import AWAKE
from bot.finding.model.participants import ClosedTimes, Participant, Search
from bot.sites.model.points import QUARTER, points_at, quarters
from bot.times.zones import wall_time

TWO_HOURS = timedelta(hours=2)
wall_at = lru_cache(maxsize=4096)(wall_time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    start: datetime
    comes: dict[int, Fraction]  # by the person's id: 1, or 1/2 under a soft closure; absent else
    points: Fraction
    paid: dict[int, int]  # by the site's id


def slots_of(search: Search, *, now: datetime) -> list[Slot]:
    """Return every slot at which all who are required can come, in order."""
    start = max(search.since, now)
    while start.timestamp() % QUARTER.total_seconds():
        start += timedelta(seconds=1)
    required = {person.id for person in search.people if person.required}
    found = []
    while (span := tuple(quarters(start, search.minutes)))[-1] + QUARTER <= search.until:
        slot = slot_at(search, span)
        if slot.comes and required <= slot.comes.keys() and in_part(search, span):
            found.append(slot)
        start += QUARTER
    return found


def slot_at(search: Search, span: Sequence[datetime]) -> Slot:
    comes = {
        person.id: presence
        for person in search.people
        if (presence := presence_of(person, span, search))
    }
    weight = sum(person.weight for person in search.people)
    present = sum(comes.get(person.id, 0) * person.weight for person in search.people)
    paid = {
        site.id: cost(span, site.zone)
        for site in search.sites
        if any(person.site_id == site.id for person in search.people)
    }
    homeless = [p.zone for p in search.people if p.site_id is None]
    hardest = max([*paid.values(), *(cost(span, zone) for zone in homeless)])
    everybody = sum(person.weight * cost(span, person.zone) for person in search.people)
    points = 100 * Fraction(weight - present, weight) + 3 * hardest
    return Slot(
        start=span[0], comes=comes, points=points + 3 * Fraction(everybody, weight), paid=paid
    )


def cost(span: Sequence[datetime], zone: str) -> int:
    return max(points_at(wall_at(quarter, zone).time()) for quarter in span)


def presence_of(person: Participant, span: Sequence[datetime], search: Search) -> Fraction | None:
    closed = search.closed.get(person.site_id or 0, ClosedTimes())
    opens, closes = person.hours or AWAKE
    whole = Fraction(1)
    for quarter in span:
        wall = wall_at(quarter, person.zone)
        last = wall + timedelta(minutes=14)
        if wall.weekday() not in person.days or wall.time() < opens or last.time() > closes:
            return None
        if touches(quarter, person.busy) or touches(quarter, closed.hard):
            return None
        if touches(quarter, closed.soft) or touches(quarter, person.rather_not):
            whole = Fraction(1, 2)
    return whole


def touches(quarter: datetime, intervals: Sequence[Interval]) -> bool:
    return any(one.start < quarter + QUARTER and quarter < one.end for one in intervals)


def in_part(search: Search, span: Sequence[datetime]) -> bool:
    if search.only is None:
        return True
    opens, closes = search.only.hours
    walls = [wall_at(q, search.only.zone) for q in span]
    return all(opens <= w.time() and (w + timedelta(minutes=14)).time() <= closes for w in walls)


def plainly(search: Search, *, now: datetime, most: int = 5) -> list[Slot]:
    """Return the best slots."""
    left = slots_of(search, now=now)
    found: list[Slot] = []
    while left and len(found) < most:
        taken = {day_of(slot, search) for slot in found}
        other_days = [slot for slot in left if day_of(slot, search) not in taken] or left
        least = min(slot.points for slot in other_days)
        close = [slot for slot in other_days if slot.points <= least + 1]
        best = min(close, key=lambda slot: (burden_of(slot, search), slot.points, slot.start))
        found.append(best)
        left = [slot for slot in left if abs(slot.start - best.start) >= TWO_HOURS]
    return found


def day_of(slot: Slot, search: Search) -> object:
    return wall_at(slot.start, search.zone).date()


def burden_of(slot: Slot, search: Search) -> list[int]:
    sites = {*search.ledger, *slot.paid}
    return sorted((search.ledger.get(s, 0) + slot.paid.get(s, 0) for s in sites), reverse=True)
