"""Enquiries: what somebody types to find a time: for whom, how long, and within which days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core import text
from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.sites.model.sites import Site
from bot.times.date_formats import parse_date
from bot.times.typed_time import AmbiguousTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zones import occurrence_instant, wall_time

DAY = timedelta(days=1)
USUAL = timedelta(weeks=2)
MOST_DAYS = 56
FARTHEST = timedelta(days=731)
LENGTHS = {"day": DAY, "week": 7 * DAY}
AHEAD = re.compile(r"(?:the |in |within )*(?:next )?(?P<number>[0-9]{1,2}) (?P<unit>day|week)s?")
BETWEEN = re.compile(r"(?<=.) ?(?: to | until | bis | à |\.\.|–| - ) ?(?=.)")
EXAMPLES = "like “2 weeks”, “next week” or “2026-12-01 to 2026-12-18”"
EVERYBODY = frozenset({"all", "everybody", "everyone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """For whom a time is looked for; whoever one of the four names is asked.

    `role_id` is Discord's, `site` and `series` are short names, `people` and `required` are names.
    """

    title: str = ""
    minutes: int = 60
    role_id: int | None = None
    site: str = ""
    series: str = ""
    people: str = ""
    required: str = ""
    within: str = ""

    def __post_init__(self) -> None:
        title = text.line(self.title, most=100, what="The title")
        object.__setattr__(self, "title", title)

    @property
    def is_for_all(self) -> bool:
        """Whether nobody was named, so that everybody is asked."""
        return not (self.role_id or self.site or self.series or self.people)

    @property
    def requires_all(self) -> bool:
        """Whether everybody who is asked must be able to come."""
        return self.required.strip().casefold() in EVERYBODY


def span_of(typed: str, *, now: datetime, zone: str, sites: Sequence[Site]) -> Interval:
    """Return the days typed, as days in a zone, from now on: two weeks where nothing was typed."""
    today = wall_time(now, zone).date()
    first, last = _days(" ".join(typed.split()), today, now=now, zone=zone, sites=sites)
    if last < today:
        message = f"Those days are past: please type days to come, {EXAMPLES}."
        raise Refusal(message)
    if last < first:
        message = f"{last} comes before {first}: please type the first day first."
        raise Refusal(message)
    first = max(first, today)
    if first > today + FARTHEST:
        message = "That is more than two years ahead: please type earlier days."
        raise Refusal(message)
    if (last - first).days > MOST_DAYS:
        message = "I can look through eight weeks at once: please name an earlier last day."
        raise Refusal(message)
    begins, ends = (
        occurrence_instant(datetime.combine(day, time()), zone) for day in (first, last + DAY)
    )
    return Interval(max(begins, now), ends)


def _days(
    typed: str, today: date, *, now: datetime, zone: str, sites: Sequence[Site]
) -> tuple[date, date]:
    if not typed:
        return today, today + USUAL
    if match := AHEAD.fullmatch(typed.casefold()):
        return today, today + int(match["number"]) * LENGTHS[match["unit"]]
    monday = today - today.weekday() * DAY
    if typed.casefold() == "this week":
        return today, monday + 6 * DAY
    if typed.casefold() == "next week":
        return monday + 6 * DAY, monday + 13 * DAY  # it begins on Sunday for some
    ends = [_day(part, now=now, zone=zone, sites=sites) for part in BETWEEN.split(typed)]
    if len(ends) > 2:  # noqa: PLR2004 - the first day and the last
        message = f"I do not understand “{typed[:60]}” as days: please type them {EXAMPLES}."
        raise Refusal(message)
    return ends[0], ends[-1]


def _day(typed: str, *, now: datetime, zone: str, sites: Sequence[Site]) -> date:
    """Return the day typed, in any of the words that times are typed in."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
        return parse_date(typed)
    try:
        return read_time(f"{typed} 23:59", now=now, zone=zone, sites=sites).moment.wall.date()
    except AmbiguousTime as unclear:
        days = dict.fromkeys(f"{reading.moment.wall:%Y-%m-%d}" for reading in unclear.readings)
        message = f"“{typed[:60]}” may be several days: please type {' or '.join(days)}."
        raise Refusal(message) from None
    except Refusal:
        message = f"I do not understand “{typed[:60]}” as a day: please type days {EXAMPLES}."
        raise Refusal(message) from None
