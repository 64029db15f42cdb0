"""Moments, days and hours as organizers type them: read in one strict form or refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.refusal import Refusal
from bot.domain.spoken import HOUR, WEEKDAY, hour_of, parse_date, weekdays_in
from bot.domain.zones import RepeatedHour, instants_of, strict_instant, zone_called

MOMENT = re.compile(
    rf"(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?: at |,? |t){HOUR}(?:,? (?P<behind>.+))?"
)
TURN = re.compile(r"(?:(?P<place>.+) )?(?P<turn>first|second)")
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


def parse_moment(text: str, *, zone: str, places: Mapping[str, str]) -> Moment:
    """Return the moment typed as "2027-03-12 17:00", in `zone` where no other is named behind it.

    `places` maps the casefolded names of sites and cities to their zones. An hour that clocks jump
    over is a MissingHour; one that happens twice is a RepeatedHour without `first` or `second`.
    """
    plain = _plain(text)
    if not (match := MOMENT.fullmatch(plain)):
        message = (
            f"I do not understand “{text.strip()[:60]}” as a date and time: please type it like "
            "2027-03-12 17:00, with a city or time zone behind it if it is not the time here."
        )
        raise Refusal(message)
    wall = datetime.combine(parse_date(match["date"]), hour_of(match))
    place, turn = _place_and_turn(match["behind"])
    there = zone if place is None else _zone_of(place, places)
    return Moment(wall=wall, zone=there, instant=_instant(wall, there, turn))


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


def _place_and_turn(behind: str | None) -> tuple[str | None, str | None]:
    match = TURN.fullmatch(behind or "")
    return (match["place"], match["turn"]) if match else (behind, None)


def _zone_of(place: str, places: Mapping[str, str]) -> str:
    zone = places.get(place) or zone_called(place)
    if zone is None:
        message = (
            f"I do not know the place “{place[:60]}”: please type a site, its city or a time zone "
            "like Europe/Zurich behind the time."
        )
        raise Refusal(message)
    return zone


def _instant(wall: datetime, zone: str, turn: str | None) -> datetime:
    try:
        instant = strict_instant(wall, zone)
    except RepeatedHour as repeated:
        if turn is None:
            raise
        return repeated.instants[TURNS.index(turn)]
    if turn is not None:
        message = f"{wall:%Y-%m-%d %H:%M} happens only once in {zone}: please leave out `{turn}`."
        raise Refusal(message)
    return instant
