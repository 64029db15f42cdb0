"""Spreadsheets as programs write them: a malformed row affects no other row."""

import pytest

from bot.core.refusals import Refusal
from bot.imports.model.schedule import read_schedule
from bot.imports.model.spreadsheet import Spreadsheet, coding_of, decoded

HEAD = "start,minutes,timezone,speaker,affiliation,title\n"
ONE = "2025-10-02 17:00,60,UTC,Ines Carvalho,EPFL,One\n"
TWO = "2025-10-09 17:00,60,UTC,Peter Halloran,MIT,Two\n"


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_what_spreadsheet_programs_write_is_read(coding: str) -> None:
    assert decoded("Zoë, Müller".encode(coding)) == "Zoë, Müller"


def test_a_file_that_is_not_utf_8_is_known_as_such() -> None:
    assert coding_of("Zoë".encode()) == "utf-8-sig"
    assert coding_of("Zoë".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("between", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
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


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=; "])
def test_case_28_excels_line_of_the_separator_is_no_header(first: str, end: str) -> None:
    bad = "2025-10-03 17:00,0,UTC,X\n"
    body = (HEAD + ONE + bad).replace(",", ";")

    schedule = read_schedule(f"{first}\n{body}".replace("\n", end))

    assert [(talk.line, talk.title) for talk in schedule.talks] == [(3, "One")]
    assert [row.line for row in schedule.bad] == [4]


def test_case_28_titles_headings_and_repeated_headers_are_no_talks() -> None:
    body = f"Seminar 2025,,,,,\n,,,,,\n{HEAD}October,,,,,\n{ONE}{HEAD}\N{NO-BREAK SPACE},,,\n{TWO}"

    schedule = read_schedule(body)

    assert [(talk.line, talk.title) for talk in schedule.talks] == [(5, "One"), (8, "Two")]
    assert [(row.line, row.reason[:30]) for row in schedule.bad] == [
        (4, "Only one cell of this row is f")
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",60,UTC,X,,T", "The start is missing"),
        ("2025-10-02 17:00,,UTC,X,,T", "The minutes are missing"),
        ("2025-10-02 17:00,60,,X,,T", "The timezone is missing"),
        ("2025-10-02 17:00,60,UTC,,EPFL,T", "The speaker is missing"),
    ],
)
def test_case_28_an_empty_cell_is_named(row: str, reason: str) -> None:
    schedule = read_schedule(f"{HEAD}{row}\n{TWO}")

    assert [row.line for row in schedule.bad] == [2]
    assert schedule.bad[0].reason.startswith(reason)
