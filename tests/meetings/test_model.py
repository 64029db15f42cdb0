from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.meetings.model.named_people import people_named
from bot.meetings.model.one_off_meetings import OneOffMeeting, once
from bot.people.model.members import Member
from bot.series.model.series import Series, Venue, Visibility
from bot.times.recurrence_text import rule_text
from bot.times.zoned_time import ZonedTime
from tests.worlds import first_sites

SITES = first_sites()
AT = ZonedTime(
    wall=datetime(2026, 12, 1, 17),  # noqa: DTZ001 - a wall time, its zone beside it
    zone="Europe/Zurich",
    instant=datetime(2026, 12, 1, 16, tzinfo=UTC),
)


def series(**typed: Any) -> Series:  # noqa: ANN401 - what was typed differs in type
    meeting = OneOffMeeting(**{"title": "Call", "when": "x", **typed})
    return meeting.series(AT, SITES, slug="call", collaboration_id=1)


def member(number: int, name: str, **more: Any) -> Member:  # noqa: ANN401 - columns differ in type
    columns = dict.fromkeys(
        ("public_name", "site_id", "zone", "opens", "closes", "role", "left_at")
    )
    return Member(
        id=number,
        collaboration_id=1,
        discord_id=100000 + number,
        display_name=name,
        **{**columns, **more},
    )


def test_a_one_off_meeting_is_the_only_date_of_its_series() -> None:
    made = series()

    dates = list(made.rule.dates(made.first, until=datetime(2036, 1, 1, tzinfo=UTC).date()))

    assert dates == [AT.wall.date()]
    assert (made.single, made.takes_talks, made.slots) == (True, False, 1)
    assert made.venue is Venue.TELECONFERENCE


def test_a_meeting_takes_talks_only_where_it_says_so() -> None:
    made = series(talks=3, minutes=90)

    assert (made.takes_talks, made.slots) == (True, 3)


def test_the_audience_decides_who_may_see_it() -> None:
    public, members = series(), series(who="members")
    invited = series(who="invited", invited=[3, 5])

    assert (public.visibility, public.invited) == (Visibility.PUBLIC, None)
    assert (members.visibility, members.invited) == (Visibility.MEMBERS, None)
    assert (invited.visibility, invited.invited) == (Visibility.MEMBERS, frozenset({3, 5}))
    assert [invited.is_for(number) for number in (3, 4, None)] == [True, False, False]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"title": " "}, "The title is missing"),
        ({"minutes": 4}, "lasts 5 to 1440 minutes"),
        ({"minutes": 20, "talks": 5}, "lasts 25 to 1440 minutes"),
        ({"talks": 25, "minutes": 600}, "at most 24 talks"),
        ({"kind": "in person"}, "An in-person meeting needs a host site"),
        ({"kind": "hybrid"}, "A hybrid meeting needs a host site"),
        ({"kind": "hybrid", "host": "atlantis"}, "I don't know a site “atlantis”"),
        ({"room": "BC 420"}, "A teleconference has no host and no room"),
        (
            {"kind": "in person", "host": "epfl", "join_link": "https://example.org"},
            "An in-person meeting has no join link",
        ),
        ({"join_link": "javascript:alert(1)"}, "must begin with https://"),
        ({"who": "invited"}, "Nobody is invited yet"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(typed: dict[str, Any], why: str) -> None:
    with pytest.raises(Refusal, match=why):
        series(**typed)


def test_a_host_is_found_by_its_name_and_its_city() -> None:
    hosts = [series(kind="hybrid", host=name).site_id for name in ("epfl", "EPFL", "Lausanne")]

    assert len(set(hosts)) == 1


def test_a_one_off_meeting_is_a_series_of_one() -> None:
    assert rule_text(once(AT.wall)) == "Tuesdays 17:00 1 time"


PEOPLE = (
    member(1, "Ada Lovelace"),
    member(2, "Ben", public_name="Benjamin Gold"),
    member(3, "Benno"),
    member(4, "Zoe", left_at=datetime(2026, 1, 1, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Ada Lovelace, ben", [1, 2]),
        ("ada", [1]),
        ("Benjamin Gold; Benno", [2, 3]),
        ("<@100001> <@!100003>", [1, 3]),
        ("<@100001>, Ada Lovelace", [1]),
        ("  ", []),
    ],
)
def test_people_can_be_named_in_several_ways(typed: str, ids: list[int]) -> None:
    assert [one.id for one in people_named(typed, PEOPLE)] == ids


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("en", "can mean Ben, Benno"),
        ("Zoe", "I don't know a member “Zoe”"),
        ("<@999999>", "I don't know somebody you mentioned"),
        ("Ada, , Charlie", "I don't know a member “Charlie”"),
    ],
)
def test_a_name_that_is_not_clear_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        people_named(typed, PEOPLE)


@given(st.text(max_size=300))
def test_any_text_is_people_or_a_refusal(typed: str) -> None:
    try:
        found = people_named(typed, PEOPLE)
    except Refusal:
        return
    assert set(found) <= set(PEOPLE)
