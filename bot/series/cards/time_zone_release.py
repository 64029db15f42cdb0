"""The notice to organizers that a time-zone release has changed when meetings are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.meetings.model.meetings import Meeting
from bot.programme.cards.announcement_buttons import agenda_button
from bot.programme.cards.setting import Setting
from bot.series.cards.cities import cities
from bot.series.cards.clock_changes import CLOCKS_COLOUR
from bot.series.model.series import Series
from bot.sites.cards.time_text import day_name, moment, stamp
from bot.sites.model.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class RetimedGroup:
    """Meetings of a series that a time-zone release changes in the same way.

    `was` is when the first one began under the old rules. `elsewhere` are the sites whose clocks
    show another time at it, each with the old and the new time.
    """

    first: Meeting
    last: Meeting
    count: int
    series: Series
    was: datetime
    elsewhere: Sequence[tuple[Site, datetime, datetime]]


def release_notice(
    found: Sequence[RetimedGroup], *, count: int, release: str, setting: Setting
) -> Reply:
    """Return the notice that lists the meetings whose times have changed."""
    entries = [_entry(one, setting) for one in found]
    if rest := count - sum(one.count for one in found):
        entries.append(_("… and {number} more. See /meeting list.", number=rest))
    shown = card(
        _("🕰️ Clocks have new rules (time-zone release {release})", release=release),
        "\n\n".join(entries),
        colour=CLOCKS_COLOUR,
    )
    text = _(
        "{count} meeting is at another time than before. Calendars and posts already show the new "
        "time. To change it, use /meeting move or /series edit.",
        plural="{count} meetings are at another time than before. Calendars and posts already show "
        "the new times. To change them, use /meeting move or /series edit.",
        count=count,
    )
    return Reply(text=text, cards=(shown,), buttons=(agenda_button(setting),))


def _entry(one: RetimedGroup, setting: Setting) -> str:
    start, zone = one.first.start, one.first.zone
    lines = [_heading(one), moment(start, zone=zone, sites=setting.sites)]
    if start != one.was:
        lines.append(_("instead of {time}", time=stamp(one.was)))
    alike = groupby(one.elsewhere, key=lambda change: change[1:])
    lines += [
        _site_line(cities(change[0] for change in group), was, now) for (was, now), group in alike
    ]
    return "\n".join(lines)


def _heading(one: RetimedGroup) -> str:
    first, last = (day_name(meeting.wall.date()) for meeting in (one.first, one.last))
    return _(
        "**{title}**, {count} meeting on {first}:",
        plural="**{title}**, {count} meetings from {first} to {last}. The first one:",
        count=one.count,
        title=escape(one.series.title),
        first=first,
        last=last,
    )


def _site_line(where: str, was: datetime, now: datetime) -> str:
    before, after = f"{was:%H:%M}", f"{now:%H:%M}"
    if was.date() != now.date():
        before = _("{time} on {day}", time=before, day=day_name(was.date()))
    return _("{cities}: **{now}**, not ~~{was}~~", cities=where, now=after, was=before)
