"""Overlaps in words: the card above the picture, and the picture's alternative text."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby

from bot.chat.markdown import cut, escape
from bot.chat.replies import FILE_DESCRIPTION, Attachment, Reply, card
from bot.core.translation import _
from bot.finding.model.overlap import DAY, Feeling, Overlap, Panel, stretches
from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.times.zones import occurrence_instant, wall_time

NAME = "overlap.png"
MOST_CLOSURES = 12


def overlap_reply(shown: Overlap, picture: bytes) -> Reply:
    """Return the picture of an overlap, with the hours that suit everyone in words."""
    told = card(
        _("Hours of {days}, {place} time", days=_days(shown), place=escape(shown.place)),
        "\n".join(
            (
                *_windows(shown.panels),
                *(_("Closed: {closure}", closure=escape(one)) for one in _closures(shown)),
            )
        ),
    )
    told.set_image(url=f"attachment://{NAME}")
    return Reply(cards=(told,), files=(attached(shown, picture),))


def attached(shown: Overlap, picture: bytes) -> Attachment:
    """Return the picture of an overlap with its alternative text."""
    return Attachment(NAME, picture, in_words(shown))


def in_words(shown: Overlap) -> str:
    """Return what the picture shows: the hours that suit everyone each day, and the closures."""
    sites = ", ".join(column.label for column in shown.columns)
    parts = [
        _(
            "How the hours of {days}, {place} time, feel at {sites}.",
            days=_days(shown),
            place=shown.place,
            sites=sites,
        )
    ]
    parts += [f"{panel.name}: {_window(panel)}." for panel in shown.panels]
    if closed := _closures(shown):
        parts.append(_("Closed: {closures}.", closures="; ".join(closed)))
    return cut(" ".join(parts), FILE_DESCRIPTION)


def _days(shown: Overlap) -> str:
    first, last = _ends(shown)
    end = f"{last.day} {last:%b %Y}"
    if first == last:
        return end
    return _("{first} to {last}", first=f"{first.day} {first:%b}", last=end)


def _ends(shown: Overlap) -> tuple[date, date]:
    return shown.panels[0].days[0], shown.panels[-1].days[-1]


def _windows(panels: Sequence[Panel]) -> list[str]:
    """Return the hours that suit everyone, one line for days in a row with the same hours."""
    return [
        f"**{', '.join(panel.name for panel in alike)}**: {told}"
        for told, alike in groupby(panels, key=_window)
    ]


def _window(panel: Panel) -> str:
    told, hours = _("no hour suits everyone"), _hours(panel.window)
    if panel.window and panel.bound is Feeling.FAIR:
        told = _("{hours} is between 8 and 20 for everyone", hours=hours)
    elif panel.window:
        told = _("{hours} is between 7 and 22 for everyone", hours=hours)
    if not panel.marked:
        return told
    return _("{hours} is marked; {window}", hours=_hours(panel.marked), window=told)


def _hours(hours: frozenset[int]) -> str:
    return ", ".join(f"{begins:02}:00–{ends:02}:00" for begins, ends in stretches(hours))


def _closures(shown: Overlap) -> list[str]:
    """Return the hard closures of the days shown: the sites, the name, and the local times."""
    first, last = _ends(shown)
    since, until = (
        occurrence_instant(datetime.combine(day, time()), shown.zone) for day in (first, last + DAY)
    )
    told: dict[str, list[str]] = {}
    for column in shown.columns:
        site = column.sites[0]
        for closure in closures_of(site, since=since, until=until):
            if closure.level is Level.HARD:
                ends = [wall_time(instant, site.zone) for instant in (closure.start, closure.end)]
                told.setdefault(f"{closure.name}, {_stretch(ends)}", []).append(column.label)
    return [f"{' · '.join(where)}, {what}" for what, where in told.items()][:MOST_CLOSURES]


def _stretch(ends: Sequence[datetime]) -> str:
    begins, over = ends
    if begins.time() == over.time() == time() and over - begins == DAY:
        return f"{begins:%a} {begins.day} {begins:%b}"
    return _("{first} to {last}", first=f"{begins:%a %H:%M}", last=f"{over:%a %H:%M}")
