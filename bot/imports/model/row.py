"""A row of a schedule, read as a talk."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.imports.model.scheduled_talks import LONGEST, ScheduledTalk
from bot.talks.model.submission import MOST_ABSTRACT, MOST_NAME, MOST_SPEAKERS
from bot.times.zones import RepeatedHour, require_zone, strict_instant

FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


def talk_of_row(line: int, row: Mapping[str, str]) -> ScheduledTalk:
    """Return the talk in a row; refuse a row that cannot be read."""
    wall, zone = _wall(row["start"]), require_zone(row["timezone"].strip())
    return ScheduledTalk(
        line=line,
        wall=wall,
        zone=zone,
        start=_instant(wall, zone),
        minutes=_minutes(row["minutes"], wall),
        speakers=_speakers(row["speaker"]),
        affiliation=text.line(row.get("affiliation"), most=MOST_NAME, what=_("The affiliation")),
        title=text.title_or_none(row.get("title")),
        abstract=text.paragraph(row.get("abstract"), most=MOST_ABSTRACT, what=_("The abstract")),
        room=text.line(row.get("location"), most=100, what=_("The location")) or None,
        slides=text.web_address(row.get("slides"), what=_("The link to the slides")),
        video=text.web_address(row.get("video"), what=_("The link to the video")),
    )


def _wall(typed: str) -> datetime:
    for pattern in FORMATS:
        try:
            return datetime.strptime(typed.strip(), pattern).replace(second=0)  # noqa: DTZ007 - a wall time; its zone is in the next column
        except ValueError:
            continue
    raise Refusal(_("The start “{typed}” must be like 2027-03-12 17:00.", typed=typed.strip()[:40]))


def _instant(wall: datetime, zone: str) -> datetime:
    try:
        return strict_instant(wall, zone)
    except RepeatedHour as refusal:
        message = _(
            "{wall:%Y-%m-%d %H:%M} happens twice in {zone}, because clocks are put back. Write "
            "{first:%Y-%m-%d %H:%M} or {second:%Y-%m-%d %H:%M}, with UTC as the timezone.",
            wall=wall,
            zone=zone,
            first=refusal.instants[0],
            second=refusal.instants[1],
        )
        raise Refusal(message) from refusal


def _minutes(typed: str, wall: datetime) -> int:
    if not WHOLE_NUMBER.fullmatch(typed.strip()):
        raise Refusal(_("The minutes “{typed}” must be a whole number.", typed=typed.strip()[:20]))
    minutes = int(typed)
    if minutes <= 0:
        message = _(
            "The talk ends before it starts: {minutes} minutes from {wall:%Y-%m-%d %H:%M}.",
            minutes=minutes,
            wall=wall,
        )
        raise Refusal(message)
    if minutes > LONGEST:
        message = _(
            "The talk lasts {minutes} minutes, but a meeting can last at most a day ({most}).",
            minutes=minutes,
            most=LONGEST,
        )
        raise Refusal(message)
    return minutes


def _speakers(typed: str) -> tuple[str, ...]:
    names = (
        text.line(name, most=MOST_NAME, what=_("A speaker's name")) for name in typed.split(",")
    )
    found = tuple(name for name in names if name)
    if not found:
        raise Refusal(_("The speaker is missing."))
    if len(found) > MOST_SPEAKERS:
        message = _(
            "The talk has {count} speakers, but at most {most} are possible.",
            count=len(found),
            most=MOST_SPEAKERS,
        )
        raise Refusal(message)
    return found
