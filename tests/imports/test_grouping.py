"""Talks of one date share a meeting where its slots can say when each of them is."""

import pytest

from bot.imports.model.grouping import grouped
from bot.imports.model.schedule import read_schedule
from bot.imports.model.scheduled_talks import ScheduledTalk

HEAD = "start,minutes,timezone,speaker\n"


def talks(*hours: str) -> tuple[ScheduledTalk, ...]:
    """Return talks of one date, each told as "14:00 60"."""
    rows = (
        f"2025-10-02 {h.split()[0]},{h.split()[1]},UTC,Speaker {n}" for n, h in enumerate(hours)
    )
    return read_schedule(HEAD + "\n".join(rows)).talks


@pytest.mark.parametrize(
    ("hours", "lines", "minutes", "refused"),
    [
        (["14:00 60"], [2], 60, []),
        (["14:00 60", "14:00 60"], [2, 3], 60, []),
        (["14:00 60", "15:00 60", "16:00 60"], [2, 3, 4], 180, []),
        (["15:00 60", "14:00 60"], [3, 2], 120, []),
        (["14:00 60", "15:30 60"], [2], 60, [3]),
        (["14:00 60", "15:00 30"], [2], 60, [3]),
        (["14:00 60", "14:30 60"], [2], 60, [3]),
        (["14:00 60", "14:00 60", "15:00 60"], [2, 3], 60, [4]),
        (["00:00 720", "12:00 720"], [2, 3], 1440, []),
        (["00:00 700", "11:40 700", "23:20 700"], [2, 3], 1400, [4]),
    ],
    ids=[
        "one",
        "together",
        "in a row",
        "in any order",
        "with a break",
        "shorter",
        "overlapping",
        "together and later",
        "a whole day",
        "more than a day",
    ],
)
def test_talks_of_a_date_make_one_meeting(
    hours: list[str], lines: list[int], minutes: int, refused: list[int]
) -> None:
    group = grouped(talks(*hours))

    assert [talk.line for talk in group.talks] == lines
    assert group.minutes == minutes
    assert [row.line for row in group.refused] == refused
