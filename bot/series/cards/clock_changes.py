"""Clock changes as Discord shows them: where a series is at another hour, and from when to when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.meetings.model.meetings import Meeting
from bot.programme.cards.announcements import Setting, agenda_button
from bot.series.model.clock_changes import ClockShift, ShiftedMeetings
from bot.series.model.series import Series
from bot.sites.cards.time_text import day_name, moment, stamp
from bot.sites.model.sites import Site, day_shift
from bot.times.zones import wall_time

CLOCKS_COLOUR = 0xB26A00
MOST_RUNS = 12


def clock_notice(series: Series, run: ShiftedMeetings, setting: Setting) -> Reply:
    """Return what tells a channel that clocks disagree soon: where, the old hour and the new."""
    first = run.first
    told = card(
        f"🕰️ Clocks change: {escape(series.title)}",
        "\n\n".join(
            (
                f"{days_of(run)} the hour is not the usual one everywhere:",
                "\n".join(shift_lines(run)),
                f"The first:\n{moment(first.start, zone=first.zone, sites=setting.sites)}",
            )
        ),
        colour=CLOCKS_COLOUR,
    )
    return Reply(cards=(told,), buttons=(agenda_button(setting),), role_id=setting.ladder.role_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Meetings of a series that new rules put elsewhere alike: the first and the last of them.

    `was` is when the first began by the old rules; `elsewhere` are the sites whose clocks show
    another time at it, with the old one and the new one.
    """

    first: Meeting
    last: Meeting
    count: int
    series: Series
    was: datetime
    elsewhere: Sequence[tuple[Site, datetime, datetime]]


def zones_notice(moved: Sequence[Moved], *, count: int, release: str, setting: Setting) -> Reply:
    """Return what tells organizers that new rules for clocks put meetings elsewhere."""
    entries = [_moved_entry(one, setting) for one in moved]
    rest = count - sum(one.count for one in moved)
    entries += [f"… and {rest} more: /meeting list shows them."] if rest else []
    shown = card(
        f"🕰️ Clocks have new rules (time-zone release {release})",
        "\n\n".join(entries),
        colour=CLOCKS_COLOUR,
    )
    text = (
        f"{count} meeting{'s are' if count > 1 else ' is'} at another time than before. Calendars "
        "and posts show it already; /meeting move and /series edit put them where you want them."
    )
    return Reply(text=text, cards=(shown,), buttons=(agenda_button(setting),))


def _moved_entry(one: Moved, setting: Setting) -> str:
    start, zone = one.first.start, one.first.zone
    meetings = f"{one.count} meeting{'s' if one.count > 1 else ''}"
    days = " to ".join(day_name(meeting.wall.date()) for meeting in (one.first, one.last))
    lines = [
        f"**{escape(one.series.title)}**, {meetings} from {days}. The first:",
        moment(start, zone=zone, sites=setting.sites),
    ]
    if start != one.was:
        lines.append(f"instead of {stamp(one.was)}")
    alike = groupby(one.elsewhere, key=lambda change: change[1:])
    lines += [
        f"{_cities([change[0] for change in group])}: **{now:%H:%M}**, not ~~{was:%H:%M}~~"
        + (f" on {day_name(was.date())}" if was.date() != now.date() else "")
        for (was, now), group in alike
    ]
    return "\n".join(lines)


def void_notice(series: Series) -> Reply:
    """Return what stands where people were told of hours that are as usual after all."""
    title = f"🕰️ {escape(series.title)}: nothing of this holds any more"
    return Reply(cards=(card(title, "The meeting that this was about was moved or called off."),))


def days_of(run: ShiftedMeetings) -> str:
    """Return when a run is: "On Thu 29 Oct 2026" or "From … to … (2 meetings)"."""
    first, last = (day_name(m.wall.date()) for m in (run.first, run.last))
    if len(run.meetings) == 1:
        return f"On {first}"
    return f"From {first} to {last} ({len(run.meetings)} meetings)"


def shift_lines(run: ShiftedMeetings) -> list[str]:
    """Return a line for the sites of each clock: those at another hour, then those that keep it."""
    lines = [
        f"**{_clock(group[0])}** {_cities([shift.site for shift in group])}, "
        f"not ~~{group[0].usual:%H:%M}~~"
        for group in _by_clock(run.shifts)
    ]
    start = run.first.start
    steady = sorted(run.steady, key=lambda site: (wall_time(start, site.zone), site.position))
    kept = [
        f"{wall:%H:%M} {_cities(list(sites))}"
        for wall, sites in groupby(steady, key=lambda site: wall_time(start, site.zone))
    ]
    return [*lines, f"As usual: {', '.join(kept)}"] if kept else lines


def clock_change_lines(runs: Sequence[ShiftedMeetings]) -> str:
    """Return the runs of a series for its card, the next first; empty where there are none."""
    lines = [f"**{days_of(run)}**: {_shortly(run)}" for run in runs[:MOST_RUNS]]
    rest = len(runs) - MOST_RUNS
    return "\n".join([*lines, f"and {rest} times more"] if rest > 0 else lines)


def _shortly(run: ShiftedMeetings) -> str:
    return " · ".join(
        f"{_clock(group[0])} {_cities([s.site for s in group])}, not {group[0].usual:%H:%M}"
        for group in _by_clock(run.shifts)
    )


def _by_clock(shifts: Sequence[ClockShift]) -> list[list[ClockShift]]:
    ordered = sorted(shifts, key=lambda s: (s.wall, s.usual, s.site.position))
    return [list(group) for _, group in groupby(ordered, key=lambda s: (s.wall, s.usual))]


def _clock(shift: ClockShift) -> str:
    return f"{shift.wall:%H:%M}{day_shift(shift.wall, shift.usual.date())}"


def _cities(sites: Iterable[Site]) -> str:
    return " · ".join(dict.fromkeys(escape(site.city) for site in sites))
