"""The request for a time: for whom, how long, and within which days."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core import text
from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_times.tokenizer import UnknownWord
from bot.times.typed_times.typed_day import read_day
from bot.times.zones import occurrence_instant, wall_time

DAY = timedelta(days=1)
USUAL = timedelta(weeks=2)
MOST_DAYS = 56
FARTHEST = timedelta(days=731)
LENGTHS = {"day": DAY, "week": 7 * DAY}
AHEAD = re.compile(r"(?:the |in |within )*(?:next )?(?P<number>[0-9]{1,2}) (?P<unit>day|week)s?")
BETWEEN = re.compile(r"(?<=.) ?(?: to | until | bis | à |\.\.|–| - ) ?(?=.)")
EXAMPLES = _("“2 weeks”, “next week” or “2026-12-01 to 2026-12-18”")
EVERYBODY = frozenset({"all", "everybody", "everyone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRequest:
    """For whom to find a time: everyone whom the role, site, series or names include.

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
        title = text.line(self.title, most=100, what=_("The title"))
        object.__setattr__(self, "title", title)

    @property
    def is_for_all(self) -> bool:
        """Whether the request names nobody, which means everybody."""
        return not (self.role_id or self.site or self.series or self.people)

    @property
    def requires_all(self) -> bool:
        """Whether all participants must be able to come."""
        return self.required.strip().casefold() in EVERYBODY


def span_of(typed: str, *, now: datetime, zone: str) -> Interval:
    """Return the typed days in a zone, from now on; two weeks if nothing was typed."""
    today = wall_time(now, zone).date()
    first, last = _days(" ".join(typed.split()), today)
    if last < today:
        message = _(
            "Those days are in the past. Please type future days, like {examples}.",
            examples=EXAMPLES,
        )
        raise Refusal(message)
    if last < first:
        message = _(
            "{last} is before {first}. Please type the first day first.", last=last, first=first
        )
        raise Refusal(message)
    first = max(first, today)
    if first > today + FARTHEST:
        message = _("That is more than two years ahead. Please type earlier days.")
        raise Refusal(message)
    if (last - first).days > MOST_DAYS:
        message = _("I can search eight weeks at a time. Please type an earlier last day.")
        raise Refusal(message)
    begins, ends = (
        occurrence_instant(datetime.combine(day, time()), zone) for day in (first, last + DAY)
    )
    return Interval(max(begins, now), ends)


def _days(typed: str, today: date) -> tuple[date, date]:
    if not typed:
        return today, today + USUAL
    if match := AHEAD.fullmatch(typed.casefold()):
        return today, today + int(match["number"]) * LENGTHS[match["unit"]]
    monday = today - today.weekday() * DAY
    if typed.casefold() == "this week":
        return today, monday + 6 * DAY
    if typed.casefold() == "next week":
        return monday + 6 * DAY, monday + 13 * DAY  # it begins on Sunday for some
    ends = BETWEEN.split(typed)
    if len(ends) > 2:  # noqa: PLR2004 - the first day and the last
        raise _no_days(typed)
    return _day(ends[0], today), _day(ends[-1], today)


def _day(typed: str, today: date) -> date:
    """Return the typed day, in any words that a typed time may have."""
    try:
        return read_day(typed, today=today)
    except UnknownWord:
        raise _no_days(typed) from None


def _no_days(typed: str) -> Refusal:
    return Refusal(
        _(
            "I don't understand “{text}” as a day. Please type days like {examples}.",
            text=typed[:60],
            examples=EXAMPLES,
        )
    )
