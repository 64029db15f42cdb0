"""Regions: whose public holidays a site keeps."""

import pytest

from bot.core.refusals import Refusal
from bot.sites.model.holiday_regions import region_of, regions, require_region
from tests.worlds import first_sites


def test_the_regions_of_all_first_sites_are_known_by_name() -> None:
    known = regions()

    assert [known[site.holiday_region or ""] for site in first_sites()] == [
        *["United States · California"] * 4,
        "United States · Illinois",
        "United States · Massachusetts",
        "Switzerland · Vaud",
        "Israel",
    ]


@pytest.mark.parametrize(
    ("typed", "code"), [("us-ca", "US-CA"), (" CH-VD ", "CH-VD"), ("il", "IL")]
)
def test_a_region_is_known_by_its_code_however_it_is_typed(typed: str, code: str) -> None:
    assert require_region(typed) == code


@pytest.mark.parametrize("typed", ["", "US-", "US-ZZ", "ZZ", "California", "x" * 500])
def test_a_region_that_nothing_is_known_of_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refusal, match="like US-CA, CH-VD or IL"):
        require_region(typed)


def test_a_country_by_name_is_a_region() -> None:
    assert [region_of(name) for name in ("France", "united  states", "Ruritania", "")] == [
        *("FR", "US", None, None)
    ]
