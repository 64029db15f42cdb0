"""A row of a schedule, read as a talk."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.imports.model.scheduled_talks import LONGEST, ScheduledTalk
from bot.imports.model.speaker_names import speakers_in
from bot.talks.model.submission import MOST_ABSTRACT, MOST_NAME, MOST_SPEAKERS
from bot.times.zones import RepeatedHour, require_zone, strict_instant, wall_time

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y")
FORMATS = tuple(
    f"{day}{between}{clock}"
    for day in DAYS
    for between in (" ", "T")
    for clock in ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
)
# "2027-04-01T14:00:00+01:00" and "...Z" are moments, whatever the zone in the next column.
OFFSET = re.compile(r"(?P<wall>.*\d)\s*(?P<offset>Z|UTC|[+-]\d\d(?::?\d\d)?)", re.IGNORECASE)
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


def talk_of_row(line: int, row: Mapping[str, str]) -> ScheduledTalk:
    """Return the talk in a row; refuse a row that cannot be read."""
    start, wall, zone = _start(row["start"].strip(), row["timezone"].strip())
    return ScheduledTalk(
        line=line,
        wall=wall,
        zone=zone,
        start=start,
        minutes=_minutes(row["minutes"], wall),
        speakers=_speakers(row["speaker"]),
        affiliation=text.line(row.get("affiliation"), most=MOST_NAME, what=_("The affiliation")),
        title=text.title_or_none(row.get("title")),
        abstract=text.paragraph(row.get("abstract"), most=MOST_ABSTRACT, what=_("The abstract")),
        room=text.line(row.get("location"), most=100, what=_("The location")) or None,
        slides=text.web_address(row.get("slides"), what=_("The link to the slides")),
        video=text.web_address(row.get("video"), what=_("The link to the video")),
    )


def _start(typed: str, typed_zone: str) -> tuple[datetime, datetime, str]:
    """Return the moment, the wall time and the zone of a row."""
    if not typed:
        raise Refusal(_("The start is missing. Write it like 2027-03-12 17:00."))
    if not typed_zone:
        raise Refusal(_("The timezone is missing. Write one like Europe/Zurich."))
    zone = require_zone(typed_zone)
    found = OFFSET.fullmatch(typed)
    wall = _wall(found["wall"]) if found else None
    if found is None or wall is None:
        wall = _wall(typed)
        if wall is None:
            message = _("The start “{typed}” must be like 2027-03-12 17:00.", typed=typed[:40])
            raise Refusal(message)
        return _instant(wall, zone), wall, zone
    return _with_offset(typed, wall, found["offset"].upper(), zone)


def _with_offset(
    typed: str, wall: datetime, offset: str, zone: str
) -> tuple[datetime, datetime, str]:
    """Return a moment that is given with its distance from UTC, and its wall time in the zone."""
    hours = offset.replace(":", "") if offset[0] in "+-" else "+0000"
    try:
        start = datetime.strptime(f"{wall:%Y-%m-%d %H:%M}{hours:0<5}", "%Y-%m-%d %H:%M%z")
        there = wall_time(start, zone).replace(tzinfo=None, fold=0)
    except (ValueError, OverflowError) as error:
        message = _("The start “{typed}” must be like 2027-03-12 17:00.", typed=typed[:40])
        raise Refusal(message) from error
    return _instant(there, zone), there, zone


def _wall(typed: str) -> datetime | None:
    for pattern in FORMATS:
        try:
            found = datetime.strptime(typed.strip(), pattern)  # noqa: DTZ007 - a wall time; its zone is in the next column
        except ValueError:
            continue
        return found.replace(second=0, microsecond=0)
    return None


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
    if not typed.strip():
        raise Refusal(_("The minutes are missing. Write how long the talk is, like 60."))
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
    if not typed.strip():
        raise Refusal(_("The speaker is missing."))
    names = (
        text.line(name, most=MOST_NAME, what=_("A speaker's name")) for name in speakers_in(typed)
    )
    found = tuple(name for name in names if name)
    if not found:
        message = _(
            "“{typed}” names no speaker yet, so there is no talk.", typed=typed.strip()[:40]
        )
        raise Refusal(message)
    if len(found) > MOST_SPEAKERS:
        message = _(
            "The talk has {count} speakers, but at most {most} are possible.",
            count=len(found),
            most=MOST_SPEAKERS,
        )
        raise Refusal(message)
    return found
