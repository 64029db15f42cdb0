"""Spreadsheets as programs write them: a malformed row affects no other row."""

import pytest

from bot.core.refusals import Refusal
from bot.imports.model.schedule import read_schedule
from bot.imports.model.spreadsheet import Spreadsheet, coding_of, decoded

HEAD = "start,minutes,timezone,speaker,affiliation,title\n"
ONE = "2025-10-02 17:00,60,UTC,Ines Carvalho,EPFL,One\n"
TWO = "2025-10-09 17:00,60,UTC,Peter Halloran,MIT,Two\n"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheet_programs_write_is_read(coding: str) -> None:
    assert decoded("Zoë, Müller".encode(coding)) == "Zoë, Müller"


def test_a_file_that_is_not_utf_8_is_known_as_such() -> None:
    assert coding_of("Zoë".encode()) == "utf-8-sig"
    assert coding_of("Zoë".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("between", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_cells_are_apart_as_the_first_line_has_them(between: str) -> None:
    schedule = read_schedule((HEAD + ONE).replace(",", between))

    assert [talk.title for talk in schedule.talks] == ["One"]


def test_a_row_whose_quotes_are_wrong_leaves_the_others_alone() -> None:
    schedule = read_schedule(HEAD + ONE + '2025-10-03 17:00,60,UTC,X,,"Bad" quote\n' + TWO)

    assert [talk.title for talk in schedule.talks] == ["One", "Two"]
    assert [(row.line, row.reason[:27]) for row in schedule.bad] == [
        (3, "The quotes in this row are ")
    ]


def test_a_quote_that_is_never_closed_says_how_far_it_reaches() -> None:
    schedule = read_schedule(HEAD + ONE + '2025-10-03 17:00,60,UTC,X,,"Open\n' + TWO)

    assert [talk.title for talk in schedule.talks] == ["One"]
    assert [row.line for row in schedule.bad] == [3]
    assert "up to line 4" in schedule.bad[0].reason


def test_a_comma_without_quotes_is_named_and_shifts_nothing() -> None:
    schedule = read_schedule(HEAD + "2025-10-03 17:00,60,UTC,X,,Rates, and bounds\n" + ONE)

    assert [talk.title for talk in schedule.talks] == ["One"]
    assert [(row.line, row.reason) for row in schedule.bad] == [
        (
            2,
            (
                "The row has 7 cells, but the first line has 6. "
                "Put text that contains a comma in quotes."
            ),
        )
    ]


def test_empty_cells_behind_a_row_and_empty_rows_mean_nothing() -> None:
    schedule = read_schedule(f"{HEAD}\n{ONE.strip()},,\n,,,,,\n2025-10-09 17:00,0,UTC,X\n")

    assert [(talk.line, talk.title) for talk in schedule.talks] == [(3, "One")]
    assert [row.line for row in schedule.bad] == [5]


def test_what_the_coding_has_no_letter_for_is_named() -> None:
    schedule = read_schedule(decoded(HEAD.encode() + ONE.encode().replace(b"One", b"\x81")))

    assert [row.line for row in schedule.bad] == [2]
    assert "Save the file as UTF-8" in schedule.bad[0].reason


def test_a_repeated_column_is_refused() -> None:
    with pytest.raises(Refusal, match="more than one column called title"):
        read_schedule("start,minutes,timezone,speaker,title,Title\n")


def test_a_malformed_first_line_is_refused() -> None:
    with pytest.raises(Refusal, match="not a CSV table"):
        Spreadsheet('"start"minutes,timezone\n')
