"""Schedules kept in spreadsheets: each row a talk, each bad row named with its line."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core import text
from bot.core.refusals import Refusal
from bot.imports.model.spreadsheet import Spreadsheet
from bot.talks.model.submission import MOST_ABSTRACT, MOST_NAME, MOST_SPEAKERS
from bot.times.recurrence import Frequency, Rule
from bot.times.zones import RepeatedHour, require_zone, strict_instant

COLUMNS = (
    "start",
    "minutes",
    "timezone",
    "speaker",
    "affiliation",
    "title",
    "abstract",
    "location",
    "slides",
    "video",
)
REQUIRED = frozenset({"start", "minutes", "timezone", "speaker"})
FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
LONGEST = 24 * 60
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledTalk:
    """A row that can be made: a talk at a wall time in a zone. `line` counts the header as 1."""

    line: int
    wall: datetime
    zone: str
    start: datetime
    minutes: int
    speakers: tuple[str, ...]
    affiliation: str
    title: str | None
    abstract: str
    room: str | None
    slides: str | None
    video: str | None

    @property
    def place(self) -> date:
        """The date that it takes in its series."""
        return self.wall.date()

    @property
    def key(self) -> tuple[datetime, str | None, str]:
        """What makes it the same talk when it is read again."""
        return self.start, self.title, self.speakers[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that is left out, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What a file holds, in the order of its rows, and the names of columns that are ignored."""

    talks: tuple[ScheduledTalk, ...]
    bad: tuple[BadRow, ...]
    ignored: tuple[str, ...]


def read_schedule(body: str) -> Schedule:
    """Return what a CSV file says; refuse one without the columns that are needed."""
    table = Spreadsheet(body)
    _require_columns(table.names)
    talks: list[ScheduledTalk] = []
    bad: list[BadRow] = []
    lines: dict[object, int] = {}
    for line, row in table.rows():
        try:
            talk = _talk(line, table.cells(row))
        except Refusal as refusal:
            bad.append(BadRow(line=line, reason=str(refusal)))
            continue
        if (first := lines.setdefault(talk.key, line)) != line:
            bad.append(BadRow(line=line, reason=f"This is the talk of line {first} once more."))
            continue
        talks.append(talk)
    ignored = tuple(name for name in table.names if name and name not in COLUMNS)
    return Schedule(talks=tuple(talks), bad=tuple(bad), ignored=ignored)


def rule_of(talks: Sequence[ScheduledTalk]) -> tuple[Rule, str, int]:
    """Return the rule, the zone and the minutes that most of a schedule's talks keep to."""
    usual = Counter((t.wall.weekday(), t.wall.time().replace(second=0), t.zone) for t in talks)
    (weekday, wall, zone), _ = usual.most_common(1)[0]
    minutes, _ = Counter(talk.minutes for talk in talks).most_common(1)[0]
    rule = Rule(frequency=Frequency.WEEKLY, weekdays=(weekday,), wall=wall)
    return rule, zone, minutes


def _require_columns(names: Sequence[str]) -> None:
    if missing := sorted(REQUIRED - set(names)):
        message = (
            f"The file has no column {', '.join(missing)}: its first line must name the columns "
            f"{', '.join(COLUMNS)} (at least {', '.join(sorted(REQUIRED))})."
        )
        raise Refusal(message)
    if twice := sorted({name for name in names if name in COLUMNS and names.count(name) > 1}):
        message = f"The file has two columns called {', '.join(twice)}: please take one away."
        raise Refusal(message)


def _talk(line: int, row: Mapping[str, str]) -> ScheduledTalk:
    wall, zone = _wall(row["start"]), require_zone(row["timezone"].strip())
    return ScheduledTalk(
        line=line,
        wall=wall,
        zone=zone,
        start=_instant(wall, zone),
        minutes=_minutes(row["minutes"], wall),
        speakers=_speakers(row["speaker"]),
        affiliation=text.line(row.get("affiliation"), most=MOST_NAME, what="The affiliation"),
        title=text.title_or_none(row.get("title")),
        abstract=text.paragraph(row.get("abstract"), most=MOST_ABSTRACT, what="The abstract"),
        room=text.line(row.get("location"), most=100, what="The location") or None,
        slides=text.web_address(row.get("slides"), what="The link to the slides"),
        video=text.web_address(row.get("video"), what="The link to the video"),
    )


def _wall(typed: str) -> datetime:
    for pattern in FORMATS:
        try:
            return datetime.strptime(typed.strip(), pattern).replace(second=0)  # noqa: DTZ007 - a wall time; its zone stands in the next column
        except ValueError:
            continue
    message = f"The start “{typed.strip()[:40]}” must be like 2027-03-12 17:00."
    raise Refusal(message)


def _instant(wall: datetime, zone: str) -> datetime:
    try:
        return strict_instant(wall, zone)
    except RepeatedHour as refusal:
        message = (
            f"{wall:%Y-%m-%d %H:%M} happens twice in {zone}, because clocks are put back: "
            f"please write {refusal.instants[0]:%Y-%m-%d %H:%M} or "
            f"{refusal.instants[1]:%Y-%m-%d %H:%M}, with UTC as its timezone."
        )
        raise Refusal(message) from refusal


def _minutes(typed: str, wall: datetime) -> int:
    if not WHOLE_NUMBER.fullmatch(typed.strip()):
        message = f"The minutes “{typed.strip()[:20]}” must be a whole number."
        raise Refusal(message)
    minutes = int(typed)
    if minutes <= 0:
        try:
            end = f"{wall + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
        except OverflowError:
            end = "long before"
        message = (
            f"It ends before it starts: {minutes} minutes from {wall:%Y-%m-%d %H:%M} is {end}."
        )
        raise Refusal(message)
    if minutes > LONGEST:
        message = (
            f"It lasts {minutes} minutes: a meeting may last a day ({LONGEST} minutes) at most."
        )
        raise Refusal(message)
    return minutes


def _speakers(typed: str) -> tuple[str, ...]:
    names = (text.line(name, most=MOST_NAME, what="A speaker's name") for name in typed.split(","))
    found = tuple(name for name in names if name)
    if not found:
        message = "The speaker is missing."
        raise Refusal(message)
    if len(found) > MOST_SPEAKERS:
        message = f"It has {len(found)} speakers: at most {MOST_SPEAKERS} are kept."
        raise Refusal(message)
    return found
