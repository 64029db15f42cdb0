"""Typed names: one of those known, whatever its capitals and accents."""

import pytest

from bot.core.naming import called

SITES = (("mit", "MIT", "Boston"), ("epfl", "EPFL", "Lausanne"), ("eth", "ETH Zürich", "Zürich"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mit", ["mit"]),
        ("  Boston ", ["mit"]),
        ("zurich", ["eth"]),
        ("ZÜRICH", ["eth"]),
        ("laus", ["epfl"]),
        ("e", ["epfl", "eth"]),
        ("Basel", []),
        ("", []),
        ("   ", []),
    ],
)
def test_a_name_is_known_by_all_its_spellings(typed: str, meant: list[str]) -> None:
    assert [site[0] for site in called(typed, SITES, lambda site: site)] == meant


def test_the_whole_name_is_taken_before_one_that_begins_with_it() -> None:
    assert called("Theory", ["Theory", "Theory seminar"], lambda one: (one,)) == ["Theory"]
