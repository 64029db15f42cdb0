"""Typed times that were once misread or refused without need, and their siblings."""

import pytest

from tests.times.phrasebook import Phrase, phrases

CASES = list(phrases("phrases-cases.txt"))


@pytest.mark.parametrize("phrase", CASES, ids=lambda phrase: f"case-{phrase.case}-{phrase.typed}")
def test_a_phrase_that_was_once_wrong_comes_out_right(phrase: Phrase) -> None:
    outcome = phrase.whole_outcome()

    if phrase.expected.startswith("REFUSE"):
        assert outcome.startswith("REFUSE")
        assert phrase.expected.removeprefix("REFUSE ").removeprefix("REFUSE") in outcome
    else:
        assert outcome == phrase.expected
