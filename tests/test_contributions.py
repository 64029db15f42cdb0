"""Rows of subjects are found, and none is lost without a word."""

import pytest

from tests.contributions import contributed, merged
from tests.journeys import rules as others
from tests.polls import rules as polls


def test_what_subjects_add_is_found_in_their_folders() -> None:
    found = contributed("rules", "COMMANDS")

    assert polls.COMMANDS in found
    assert others.COMMANDS in found


@pytest.mark.parametrize(("file", "name"), [("rules", "COMANDS"), ("ruels", "COMMANDS")])
def test_a_table_without_rows_is_an_error(file: str, name: str) -> None:
    with pytest.raises(LookupError, match=name):
        contributed(file, name)


def test_one_row_does_not_hide_another() -> None:
    with pytest.raises(ValueError, match="talk list"):
        merged([{"talk list": 1, "talk show": 1}, {"talk list": 2}])
