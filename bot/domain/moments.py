"""Moments, and the days and hours that somebody works, as they are typed."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.refusal import Refusal
from bot.domain.spoken import HOUR, WEEKDAY, hour_of, weekdays_in
from bot.domain.zones import instants_of, wall_time

TURNS = ("first", "second")
HOURS = re.compile(r"(?P<opens>[0-9:apm. ]+?) ?(?:-|–|to) ?(?P<closes>[0-9:apm. ]+)")
DAYS = re.compile(rf"{WEEKDAY}(?:(?: |, ?| ?& ?)(?:and )?{WEEKDAY})*")
DAY_RANGE = re.compile(rf"(?P<first>{WEEKDAY}) ?(?:-|–|to) ?(?P<last>{WEEKDAY})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A wall time in a zone, and the one instant that it is."""

    wall: datetime
    zone: str
    instant: datetime

    @property
    def typed(self) -> str:
        """The text that means this moment to everybody who types it."""
        both = instants_of(self.wall, self.zone)
        turn = f" {TURNS[both.index(self.instant)]}" if len(both) > 1 else ""
        return f"{self.wall:%Y-%m-%d %H:%M} {self.zone}{turn}"


def moment_at(instant: datetime, zone: str) -> Moment:
    """Return the moment that an instant is in a zone."""
    return Moment(wall=wall_time(instant, zone), zone=zone, instant=instant)


def parse_hours(text: str) -> tuple[time, time]:
    """Return from when to when, typed as "09:00-17:30"; the end comes after the beginning."""
    typed = HOURS.fullmatch(_plain(text))
    ends = [re.fullmatch(HOUR, typed[end].strip()) for end in ("opens", "closes")] if typed else []
    opens, closes = (hour_of(end) if end else None for end in ends or (None, None))
    if opens is None or closes is None:
        message = f"I do not understand “{text.strip()[:60]}” as hours: please type 09:00-17:30."
        raise Refusal(message)
    if opens >= closes:
        message = f"{opens:%H:%M}-{closes:%H:%M} ends before it begins: please type 09:00-17:30."
        raise Refusal(message)
    return opens, closes


def parse_weekdays(text: str) -> frozenset[int]:
    """Return the weekdays typed as "Sunday to Thursday" or "Mon, Tue, Fri"; Monday is 0."""
    plain = _plain(text)
    if match := DAY_RANGE.fullmatch(plain):
        (first,), (last,) = weekdays_in(match["first"]), weekdays_in(match["last"])
        return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
    if not DAYS.fullmatch(plain):
        message = (
            f"I do not understand “{text.strip()[:60]}” as weekdays: "
            "please type them like “Sunday to Thursday” or “Mon, Tue, Fri”."
        )
        raise Refusal(message)
    return frozenset(weekdays_in(plain))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
