"""Resolves a wall time at a place to the moments that it may be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_times.place_names import ZoneOrOffset
from bot.times.typed_times.tokens import RepeatChoice
from bot.times.zoned_time import ZonedTime, zoned_time_at
from bot.times.zones import (
    MissingHour,
    RepeatedHour,
    instants_of,
    offset,
    offset_text,
    strict_instant,
    wall_time,
)


@dataclass(frozen=True, slots=True)
class InputContext:
    """When and on whose clock a time was typed."""

    now: datetime
    zone: str


def wall_at(instant: datetime, place: ZoneOrOffset, asked: InputContext) -> datetime:
    """Return what clocks at a place show."""
    if place.zone is None and place.distance is not None:
        return (instant + place.distance).replace(tzinfo=None)
    return wall_time(instant, place.zone or asked.zone)


Located = tuple[ZonedTime, str, str]


def zoned_times(
    wall: datetime, place: ZoneOrOffset, turn: RepeatChoice | None, asked: InputContext
) -> Iterator[Located]:
    """Return the moments of a wall time at a place, each with a reason to ask, and a note."""
    if place.zone is None:
        yield _at_distance(wall, place, asked.zone), "", ""
    elif place.distance is None:
        for moment, asks, note in _on_clocks(wall, place.zone, turn):
            yield replace(moment, city=place.city), asks, note
    else:
        yield from _abbreviated(wall, place.zone, place, turn)


def _at_distance(wall: datetime, place: ZoneOrOffset, zone: str) -> ZonedTime:
    instant = (wall - (place.distance or timedelta())).replace(tzinfo=UTC)
    return zoned_time_at(instant, zone)


def _abbreviated(
    wall: datetime, zone: str, place: ZoneOrOffset, turn: RepeatChoice | None
) -> Iterator[Located]:
    """Return the moment if the abbreviation is in force then; otherwise what it may mean."""
    for instant in instants_of(wall, zone):
        if offset(instant, zone) == place.distance:
            yield ZonedTime(wall=wall, zone=zone, instant=instant), "", ""
            return
    fixed = _at_distance(wall, place, zone)
    asks = _("Clocks in {zone} have another distance from UTC at that time.", zone=zone)
    yield fixed, asks, _("as the abbreviation says")
    for moment, _asks, _note in _on_clocks(wall, zone, turn):
        yield moment, asks, _("as the clocks show it")


def _on_clocks(wall: datetime, zone: str, turn: RepeatChoice | None) -> Iterator[Located]:
    try:
        instant = strict_instant(wall, zone)
    except RepeatedHour as repeated:
        both = [ZonedTime(wall=wall, zone=zone, instant=instant) for instant in repeated.instants]
        if turn is not None:
            yield both[turn.index], "", ""
            return
        asks = _(
            "{time} happens twice in {zone} because the clocks go back.",
            time=f"{wall:%Y-%m-%d %H:%M}",
            zone=zone,
        )
        for moment, name in zip(both, ("first", "second"), strict=True):
            yield moment, asks, f"{name}, {offset_text(moment.instant, zone)}"
    except MissingHour as missing:
        asks = _(
            "{time} does not exist in {zone} because the clocks go forward.",
            time=f"{wall:%Y-%m-%d %H:%M}",
            zone=zone,
        )
        for near in missing.nearest:
            yield ZonedTime(wall=near, zone=zone, instant=strict_instant(near, zone)), asks, ""
    else:
        if turn is not None:
            message = _(
                "{time} happens only once in {zone}. Please leave out “first” or “second”.",
                time=f"{wall:%Y-%m-%d %H:%M}",
                zone=zone,
            )
            raise Refusal(message)
        yield ZonedTime(wall=wall, zone=zone, instant=instant), "", ""
