"""The program may be killed at any moment: what was answered is there, nothing is half."""

from pathlib import Path

import pytest

from tests.faults.killing import Ledger, kill


@pytest.mark.parametrize("kills", [2, pytest.param(6, marks=pytest.mark.long)])
async def test_what_was_answered_survives_a_kill_and_nothing_is_half(
    tmp_path: Path, kills: int
) -> None:
    """F2."""
    answered, wrong = await kill(kills, folder=tmp_path, seed=1000)

    assert wrong == []
    assert answered > kills  # more than one for each life, however slow the machine


def test_a_lost_change_and_half_a_change_would_be_noticed() -> None:
    ledger = Ledger()
    ledger.hear({"begin": "a", "after": {"title": "A", "slot": 1}})
    ledger.hear({"done": "a"})
    ledger.hear({"begin": "b", "after": {"title": "B", "slot": 2}})

    assert ledger.settle({}) == ["a: answered {'title': 'A', 'slot': 1}, found None"]
    assert ledger.settle({"a": {"title": "A", "slot": 9}}) != []
