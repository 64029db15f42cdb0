"""Weeks in which clock changes shift a series at some sites: the notice, and lines for its card."""

from collections.abc import Sequence
from itertools import groupby

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.programme.cards.announcement_buttons import agenda_button
from bot.programme.cards.setting import Setting
from bot.series.cards.cities import cities
from bot.series.model.clock_changes import ClockShift, ShiftedMeetings
from bot.series.model.series import Terms
from bot.sites.cards.time_text import day_name, moment
from bot.sites.model.sites import day_shift
from bot.times.zones import wall_time

CLOCKS_COLOUR = 0xB26A00
MOST_RUNS = 12


def clock_notice(terms: Terms, run: ShiftedMeetings, setting: Setting) -> Reply:
    """Return the notice that meetings will be at another hour than usual at some sites."""
    first = run.first
    parts = (
        _("{days}, the meeting is not at the usual hour everywhere:", days=days_of(run)),
        "\n".join(shift_lines(run)),
        _("First meeting:"),
    )
    when = moment(first.start, zone=first.zone, sites=setting.sites)
    told = card(
        _("🕰️ Clocks change: {title}", title=escape(terms.title)),
        "\n".join(("\n\n".join(parts), when)),
        colour=CLOCKS_COLOUR,
    )
    return Reply(cards=(told,), buttons=(agenda_button(setting),), role_id=setting.schedule.role_id)


def void_notice(terms: Terms) -> Reply:
    """Return what replaces a notice whose meetings are at the usual hour after all."""
    title = _("🕰️ {title}: this clock-change notice is void", title=escape(terms.title))
    return Reply(cards=(card(title, _("The meeting was moved or cancelled.")),))


def days_of(run: ShiftedMeetings) -> str:
    """Return when a run is: "On Thu 29 Oct 2026" or "From … to … (2 meetings)"."""
    first, last = (day_name(m.wall.date()) for m in (run.first, run.last))
    if len(run.meetings) == 1:
        return _("On {day}", day=first)
    return _(
        "From {first} to {last} ({number} meetings)",
        first=first,
        last=last,
        number=len(run.meetings),
    )


def shift_lines(run: ShiftedMeetings) -> list[str]:
    """Return a line for each new hour with its sites, then one for the sites that keep theirs."""
    lines = [
        _(
            "**{hour}** {cities}, not ~~{usual}~~",
            hour=_clock(group[0]),
            cities=cities(shift.site for shift in group),
            usual=f"{group[0].usual:%H:%M}",
        )
        for group in _by_clock(run.shifts)
    ]
    start = run.first.start
    steady = sorted(run.steady, key=lambda site: (wall_time(start, site.zone), site.position))
    kept = [
        f"{wall:%H:%M} {cities(sites)}"
        for wall, sites in groupby(steady, key=lambda site: wall_time(start, site.zone))
    ]
    return [*lines, _("As usual: {times}", times=", ".join(kept))] if kept else lines


def clock_change_lines(runs: Sequence[ShiftedMeetings]) -> str:
    """Return the runs of a series for its card, the next first; empty where there are none."""
    lines = [f"**{days_of(run)}**: {_short_line(run)}" for run in runs[:MOST_RUNS]]
    rest = len(runs) - MOST_RUNS
    return "\n".join([*lines, _("and {number} more", number=rest)] if rest > 0 else lines)


def _short_line(run: ShiftedMeetings) -> str:
    return " · ".join(
        _(
            "{hour} {cities}, not {usual}",
            hour=_clock(group[0]),
            cities=cities(shift.site for shift in group),
            usual=f"{group[0].usual:%H:%M}",
        )
        for group in _by_clock(run.shifts)
    )


def _by_clock(shifts: Sequence[ClockShift]) -> list[list[ClockShift]]:
    ordered = sorted(shifts, key=lambda s: (s.wall, s.usual, s.site.position))
    return [list(group) for key, group in groupby(ordered, key=lambda s: (s.wall, s.usual))]


def _clock(shift: ClockShift) -> str:
    return f"{shift.wall:%H:%M}{day_shift(shift.wall, shift.usual.date())}"
