"""Schedules kept in spreadsheets: each row a talk, each bad row named with its line."""

from datetime import UTC, datetime, time

import pytest

from bot.core.refusals import Refusal
from bot.imports.model.schedule import read_schedule, rule_of
from bot.imports.model.scheduled_talks import BadRow
from bot.times.recurrence import Frequency
from bot.times.zones import wall_time

HEAD = "start,minutes,timezone,speaker,affiliation,title,abstract,location,slides,video\n"
GOOD = "2025-10-02 17:00,60,Europe/Zurich,Ines Carvalho,EPFL,A start,,CM 1 4,https://a.example/1,\n"


def test_a_row_is_a_talk_at_a_wall_time_in_a_zone() -> None:
    (talk,) = read_schedule(HEAD + GOOD).talks

    assert (talk.line, talk.zone, talk.minutes) == (2, "Europe/Zurich", 60)
    assert talk.start == datetime(2025, 10, 2, 15, tzinfo=UTC)
    assert (talk.speakers, talk.title, talk.room) == (("Ines Carvalho",), "A start", "CM 1 4")
    assert (talk.slides, talk.video) == ("https://a.example/1", None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2025-10-02 17:00,-60,Europe/Zurich,X,,,,,,", "The talk ends before it starts"),
        ("2025-10-02 17:00,0,Europe/Zurich,X,,,,,,", "The talk ends before it starts"),
        ("2025-10-02 17:00,-99999999999999999,UTC,X,,,,,,", "The talk ends before it starts"),
        ("2025-10-02 17:00,1441,Europe/Zurich,X,,,,,,", "The talk lasts 1441 minutes"),
        ("2025-10-02 17:00,an hour,Europe/Zurich,X,,,,,,", "must be a whole number"),
        ("2025-10-02 17:00,1_0,Europe/Zurich,X,,,,,,", "must be a whole number"),
        ("1969-10-02 17:00,60,Europe/Zurich,X,,,,,,", "I can't plan for the year 1969"),
        ("9999-12-31 23:59,60,America/New_York,X,,,,,,", "I can't plan for the year 9999"),
        ("2 Oct 2025 5pm,60,Europe/Zurich,X,,,,,,", "must be like 2027-03-12 17:00"),
        ("2025-02-30 17:00,60,Europe/Zurich,X,,,,,,", "must be like 2027-03-12 17:00"),
        ("2025-10-02 17:00,60,Middle/Earth,X,,,,,,", "I don't know the time zone"),
        ("2027-03-28 02:30,60,Europe/Zurich,X,,,,,,", "does not exist"),
        ("2027-10-31 02:30,60,Europe/Zurich,X,,,,,,", "Write 2027-10-31 00:30 or"),
        ("2025-10-02 17:00,60,Europe/Zurich, ,,Lonely,,,,", "The speaker is missing"),
        ("2027-10-31T01:30:00Z,60,Europe/Zurich,X,,,,,,", "Write 2027-10-31 00:30 or"),
        ("2025-10-02T25:00:00Z,60,UTC,X,,,,,,", "must be like 2027-03-12 17:00"),
        ("2025-10-02 17:00,60,UTC,TBA,,,,,,", "“TBA” names no speaker yet"),
        ("2025-10-02 17:00,60,UTC,X,,,,,javascript:alert(1),", "link to the slides must be"),
        (f"2025-10-02 17:00,60,UTC,X,,,{'a' * 4001},,,", "The abstract can have at most 4,000"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_left_out(row: str, reason: str) -> None:
    schedule = read_schedule(f"{HEAD}{GOOD}{row}\n")

    assert [talk.line for talk in schedule.talks] == [2]
    (bad,) = schedule.bad
    assert bad.line == 3
    assert reason in bad.reason


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2027-04-01T14:00:00+01:00", "13:00"),
        ("2027-04-01T14:00:00Z", "14:00"),
        ("2027-04-01 14:00Z", "14:00"),
        ("2027-04-01T14:00:00.000Z", "14:00"),
        ("2027-04-01 14:00 -0500", "19:00"),
        ("2027-04-01T14:00+02", "12:00"),
        ("2027-04-01 14:00 UTC", "14:00"),
        ("2027-04-01 14:00", "12:00"),
        ("01.04.2027 14:00", "12:00"),
        ("2027/04/01 14:00:00", "12:00"),
    ],
)
def test_case_28_a_start_with_its_offset_is_that_moment(typed: str, instant: str) -> None:
    (talk,) = read_schedule(f"{HEAD}{typed},60,Europe/Zurich,Ines,,,,,,\n").talks

    assert f"{talk.start:%Y-%m-%d %H:%M}" == f"2027-04-01 {instant}"
    assert talk.wall == wall_time(talk.start, "Europe/Zurich")


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    spread = '2025-10-09 17:00,60,UTC,X,,T,"An abstract\nof three\nlines",,,\n'

    schedule = read_schedule(f"{HEAD}{spread}2025-10-16 17:00,0,UTC,Y,,,,,,\n")

    assert [bad.line for bad in schedule.bad] == [5]
    assert schedule.talks[0].abstract == "An abstract\nof three\nlines"


def test_the_same_talk_twice_is_named() -> None:
    schedule = read_schedule(HEAD + GOOD + GOOD)

    assert schedule.bad == (BadRow(line=3, reason="This repeats line 2."),)


def test_other_columns_are_named_and_ignored() -> None:
    body = "Start,Minutes,Timezone,Speaker,Chair,Notes\n2025-10-02 17:00,60,UTC,X,Y,Z\n"

    schedule = read_schedule(body)

    assert len(schedule.talks) == 1
    assert schedule.ignored == ("chair", "notes")


def test_a_file_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(Refusal, match="lacks these columns: minutes, timezone"):
        read_schedule("start,speaker\n2025-10-02 17:00,X\n")


@pytest.mark.parametrize("body", ["", "\n", "just some words", "\x00\x01"])
def test_a_file_that_is_no_table_is_refused(body: str) -> None:
    with pytest.raises(Refusal):
        read_schedule(body)


def test_a_schedule_says_its_usual_hour() -> None:
    rows = [
        "2025-10-02 17:00,60,Europe/Zurich,A,,,,,,",
        "2025-10-16 17:00,60,Europe/Zurich,B,,,,,,",
        "2025-10-24 15:00,90,Europe/Zurich,C,,,,,,",
    ]

    rule, zone, minutes = rule_of(read_schedule(HEAD + "\n".join(rows)).talks)

    assert (rule.frequency, rule.weekdays, rule.wall) == (Frequency.WEEKLY, (3,), time(17))
    assert (zone, minutes) == ("Europe/Zurich", 60)
