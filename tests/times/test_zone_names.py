"""Zones are known by their names and cities."""

from zoneinfo import ZoneInfo

import pytest

from bot.core.refusals import Refusal
from bot.times.zones import require_zone, zone_called, zone_names
from tests.times.test_zones import ZONES


def test_zones_are_those_of_regions_and_utc() -> None:
    names = zone_names()

    assert {*ZONES, "UTC", "America/Argentina/Ushuaia"} <= names
    assert not {"EST", "CET", "Etc/GMT+5", "localtime", "Factory", "posixrules"} & names
    assert all(ZoneInfo(name).key == name for name in names)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("europe/zurich", "Europe/Zurich"),
        ("Los Angeles", "America/Los_Angeles"),
        ("  america/new_york ", "America/New_York"),
        ("utc", "UTC"),
        ("Eastern", None),
        ("EST", None),
        ("Atlantis", None),
    ],
)
def test_a_zone_is_found_by_name_and_by_city(typed: str, meant: str | None) -> None:
    assert zone_called(typed) == meant


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(Refusal, match="I don't know the time zone “Mars/Olympus”"):
        require_zone("Mars/Olympus")
