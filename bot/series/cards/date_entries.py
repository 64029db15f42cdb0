"""One coming date of a series, with what is unusual about it."""

from collections.abc import Sequence
from typing import TypeAlias

from bot.core.translation import _
from bot.meetings.model.meetings import Meeting
from bot.series.model.occurrences import Occurrence
from bot.sites.cards.time_text import closure_line, moment
from bot.sites.model.sites import Site
from bot.sites.model.usual_hours import usual_offset_differs
from bot.times.zones import instants_of, is_ordinary, wall_time

Dated: TypeAlias = Meeting | Occurrence


def date_entry(dated: Dated, sites: Sequence[Site], *, minutes: int) -> str:
    """Return a date with its site line, and warnings about closures and clock changes."""
    lines = [moment(dated.start, zone=dated.zone, sites=sites)]
    if shut := closure_line(dated.start, sites=sites, minutes=minutes):
        lines.append(shut)
    if usual_offset_differs(dated.start, anchor=dated.zone, zones=[s.zone for s in sites]):
        lines.append(_("⚠️ Clock-change week: not at the usual hour at some sites."))
    if not is_ordinary(dated.wall, dated.zone):
        lines.append(_odd_hour(dated))
    return "\n".join(lines)


def _odd_hour(dated: Dated) -> str:
    wall = f"{dated.wall:%H:%M}"
    if instants_of(dated.wall, dated.zone):
        return _("⚠️ {time} comes twice that day. The meeting is at the first one.", time=wall)
    real = wall_time(dated.start, dated.zone)
    return _(
        "⚠️ Clocks skip {time} that day. The meeting is at {real}.", time=wall, real=f"{real:%H:%M}"
    )
