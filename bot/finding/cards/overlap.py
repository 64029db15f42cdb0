"""Overlaps in words: the card over the picture, and what stands for it where it is not seen."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby

from bot.chat.markdown import cut, escape
from bot.chat.replies import FILE_DESCRIPTION, Attachment, Reply, card
from bot.finding.model.overlap import BOUNDS, DAY, Overlap, Panel, stretches
from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.times.zones import occurrence_instant, wall_time

NAME = "overlap.png"
MOST_CLOSURES = 12


def overlap_reply(shown: Overlap, picture: bytes) -> Reply:
    """Return the picture of an overlap with its window in words."""
    told = card(
        f"Hours of {_days(shown)}, {escape(shown.place)} time",
        "\n".join(
            (
                *_windows(shown.panels),
                *(f"Closed: {escape(closure)}" for closure in _closures(shown)),
            )
        ),
    )
    told.set_image(url=f"attachment://{NAME}")
    return Reply(cards=(told,), files=(attached(shown, picture),))


def attached(shown: Overlap, picture: bytes) -> Attachment:
    """Return the picture of an overlap, with what it shows in words."""
    return Attachment(NAME, picture, in_words(shown))


def in_words(shown: Overlap) -> str:
    """Return what the picture shows: which hours suit all on which days, and what is closed."""
    sites = ", ".join(column.label for column in shown.columns)
    parts = [f"How the hours of {_days(shown)}, {shown.place} time, feel at {sites}."]
    parts += [f"{panel.name}: {_window(panel)}." for panel in shown.panels]
    if closed := _closures(shown):
        parts.append(f"Closed: {'; '.join(closed)}.")
    return cut(" ".join(parts), FILE_DESCRIPTION)


def _days(shown: Overlap) -> str:
    first, last = _ends(shown)
    told = f"{last.day} {last:%b %Y}"
    return told if first == last else f"{first.day} {first:%b} to {told}"


def _ends(shown: Overlap) -> tuple[date, date]:
    return shown.panels[0].days[0], shown.panels[-1].days[-1]


def _windows(panels: Sequence[Panel]) -> list[str]:
    """Return which hours suit all, days after each other on which they are the same together."""
    return [
        f"**{', '.join(panel.name for panel in alike)}**: {told}"
        for told, alike in groupby(panels, key=_window)
    ]


def _window(panel: Panel) -> str:
    marks = f"{_hours(panel.marked)} is pointed at; " if panel.marked else ""
    if not panel.window:
        return f"{marks}no hour suits all"
    return f"{marks}{_hours(panel.window)} is {BOUNDS[panel.bound]} for all"


def _hours(hours: frozenset[int]) -> str:
    return ", ".join(f"{begins:02}:00–{ends:02}:00" for begins, ends in stretches(hours))


def _closures(shown: Overlap) -> list[str]:
    """Return the hard closures of the days shown: where, what, from when to when there."""
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
    return f"{begins:%a %H:%M} to {over:%a %H:%M}"
