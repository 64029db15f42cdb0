import pytest

from bot.web.conditional_requests import accepts_gzip, names_tag


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip, deflate, br", True),
        ("GZIP;q=0.5", True),
        ("br;q=1.0, *;q=0.1", True),
        ("x-gzip", True),
        ("identity", False),
        ("", False),
        ("gzip;q=0", False),
        ("gzip;q=nonsense", False),
        ("*;q=0", False),
        ("deflate, gzip;q=0.000", False),
    ],
)
def test_gzip_is_for_who_asks_for_it(accepted: str, takes: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert accepts_gzip(accepted) is takes


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", W/"abc"', True),
        ("*", True),
        ('"abcd"', False),
        ("abc", False),
        ("", False),
    ],
)
def test_an_entity_tag_is_found_in_a_list(listed: str, named: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert names_tag(listed, 'W/"abc"') is named
