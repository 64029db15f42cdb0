"""A schedule kept in a spreadsheet: the talks in it, and the rows that cannot be read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.imports.model.columns import COLUMNS, require_columns
from bot.imports.model.row import talk_of_row
from bot.imports.model.scheduled_talks import BadRow, ScheduledTalk
from bot.imports.model.spreadsheet import Spreadsheet
from bot.times.recurrence import Frequency, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The contents of a file, in the order of its rows, and the names of ignored columns."""

    talks: tuple[ScheduledTalk, ...]
    bad: tuple[BadRow, ...]
    ignored: tuple[str, ...]


def read_schedule(body: str) -> Schedule:
    """Return the schedule in a CSV file; refuse one without the required columns."""
    table = Spreadsheet(body)
    require_columns(table.names)
    talks: list[ScheduledTalk] = []
    bad: list[BadRow] = []
    lines: dict[object, int] = {}
    for line, row in table.rows():
        try:
            talk = talk_of_row(line, table.cells(row))
        except Refusal as refusal:
            bad.append(BadRow(line=line, reason=str(refusal)))
            continue
        if (first := lines.setdefault(talk.key, line)) != line:
            bad.append(BadRow(line=line, reason=_("This repeats line {first}.", first=first)))
            continue
        talks.append(talk)
    ignored = tuple(name for name in table.names if name and name not in COLUMNS)
    return Schedule(talks=tuple(talks), bad=tuple(bad), ignored=ignored)


def rule_of(talks: Sequence[ScheduledTalk]) -> tuple[Rule, str, int]:
    """Return the rule, the zone and the minutes of most talks in a schedule."""
    usual = Counter((t.wall.weekday(), t.wall.time().replace(second=0), t.zone) for t in talks)
    weekday, wall, zone = usual.most_common(1)[0][0]
    minutes = Counter(talk.minutes for talk in talks).most_common(1)[0][0]
    rule = Rule(frequency=Frequency.WEEKLY, weekdays=(weekday,), wall=wall)
    return rule, zone, minutes
