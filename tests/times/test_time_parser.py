"""Typed times are read right, asked back, or refused: never guessed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.typed_times.place_names import known_places
from bot.times.typed_times.time_parser import read_time, understood
from bot.times.typed_times.vocabulary import (
    COUNTS,
    DAYS_AHEAD,
    MONTHS,
    NOON,
    PARTS,
    UNITS,
    WEEKDAYS,
)
from bot.times.zones import clock_changes
from tests.times.phrasebook import SITES, Phrase, phrases
from tests.worlds import NOW

ZURICH = "Europe/Zurich"
ZONES = sorted({site.zone for site in SITES})
FIFTY, MORE = list(phrases("phrases-50.txt")), list(phrases("phrases.txt"))
SPOKEN = sorted({word for phrase in [*FIFTY, *MORE] for word in phrase.typed.split()})
QUARTER = timedelta(minutes=15)


def read(text: str, zone: str = ZURICH) -> TypedTime:
    return read_time(text, now=NOW, zone=zone, sites=SITES)


def asked_back(text: str, zone: str = ZURICH) -> AmbiguousTime:
    with pytest.raises(AmbiguousTime) as asked:
        read(text, zone)
    return asked.value


@pytest.mark.parametrize("phrase", FIFTY, ids=lambda phrase: phrase.typed)
def test_the_first_fifty_phrases_come_out_as_expected(phrase: Phrase) -> None:
    outcome = phrase.outcome()

    asked = "ASK" if outcome.startswith("ASK") or outcome == "REFUSE" else outcome
    assert asked in phrase.expected.split(" or ")


@pytest.mark.parametrize("phrase", MORE, ids=lambda phrase: phrase.typed or "nothing")
def test_a_phrase_comes_out_as_was_written_down_before(phrase: Phrase) -> None:
    assert phrase.outcome() == phrase.expected


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("1h30", "ASK 2026-11-23T10:30 2026-11-24T00:30"),
        ("le 3/12 à 17h", "ASK 2026-12-03T16:00 2027-03-12T16:00"),
        ("jeudi 3h30", "2026-11-26T02:30"),
        ("3/12/26 17h", "ASK 2026-12-03T16:00"),
        ("thu 18:00 jerusalem, 9:00 boston", "ASK 2026-11-26T14:00 2026-11-26T16:00"),
        ("5pm pst thursday", "2026-11-27T01:00"),
        ("Donnerstag in einer Woche 17 Uhr", "2026-12-03T16:00"),
        ("tomorrow 12:30 am", "2026-11-23T23:30"),
        ("מחר ב-2 בצהריים", "2026-11-24T13:00"),
    ],
)
def test_what_was_found_later_comes_out_right_too(typed: str, outcome: str) -> None:
    assert Phrase(typed, "", NOW, ZURICH).outcome() == outcome


def test_what_is_less_likely_is_offered_beside_what_is_read() -> None:
    next_thursday, unpadded = read("next Thu 17:00"), read("tomorrow 5:00")

    assert [other.moment.typed for other in next_thursday.others] == [
        "2026-12-03 17:00 Europe/Zurich"
    ]
    assert [other.moment.typed for other in unpadded.others] == ["2026-11-24 17:00 Europe/Zurich"]
    assert read("tomorrow 05:00").others == ()


def test_the_readings_of_a_shared_name_say_which_is_which() -> None:
    cambridge, ist = asked_back("Thu 18:00 Cambridge"), asked_back("Thu 18:00 IST")

    assert {reading.note for reading in cambridge.readings} == {"England", "Massachusetts"}
    assert {reading.note for reading in ist.readings} == {"India", "Ireland", "Israel"}


def test_a_question_says_what_to_type_instead() -> None:
    assert asked_back("3/12 17:00").reason == (
        "That can mean more than one time. Please type “2026-12-03 17:00 Europe/Zurich” or "
        "“2027-03-12 17:00 Europe/Zurich”."
    )
    assert asked_back("Thu 25 Nov 2026 17:00").reason == (
        "25 November 2026 is a Wednesday, not a Thursday. Please type "
        "“2026-11-25 17:00 Europe/Zurich” or “2026-11-26 17:00 Europe/Zurich”."
    )
    assert asked_back("2027-10-31 02:30").reason == (
        "2027-10-31 02:30 happens twice in Europe/Zurich because the clocks go back. Please type "
        "“2027-10-31 02:30 Europe/Zurich first” (first, UTC+02:00) or "
        "“2027-10-31 02:30 Europe/Zurich second” (second, UTC+01:00)."
    )
    assert asked_back("2027-03-28 02:30").reason == (
        "2027-03-28 02:30 does not exist in Europe/Zurich because the clocks go forward. "
        "Please type “2027-03-28 01:30 Europe/Zurich” or “2027-03-28 03:30 Europe/Zurich”."
    )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Please type a date and time like 2027-03-12 17:00, “Thu 5pm Zurich” or “in 2 hours”"),
        ("Thu 17:00 Atlantis", "I don't understand “atlantis”. Please type a date and time like"),
        ("Thursday", "At what time of day? Please add it, like"),
        ("today 9am", "2026-11-23 09:00 is in the past. Please type a future time."),
        ("2030-01-01 9:00 UTC", "2030-01-01 09:00 is more than two years ahead"),
        ("last friday 15:00", "That is in the past. Please type a future time"),
        ("next week 17:00", "Which day next week?"),
        ("31 June 17:00", "There is no 31 June. Please type a date like"),
        ("tomorrow morning 9pm", "The hour does not match the part of the day"),
        ("Thu 17:00 Zurich Boston", "That can mean two different things. Please type one time"),
        (
            "every Thursday 17:00",
            "That is a repeating time. Use /series create for meetings that repeat",
        ),
        ("x" * 101, "Please type at most 100 characters"),
    ],
)
def test_a_refusal_says_what_to_type(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed)

    assert reason in refused.value.reason
    assert not isinstance(refused.value, AmbiguousTime)
    assert len(refused.value.reason) < 300


def test_a_site_is_known_by_short_name_name_and_city_and_two_of_one_city_are_asked_about() -> None:
    elsewhere = replace(SITES[0], id=9, slug="perth", name="Perth", city="Lausanne")

    with pytest.raises(AmbiguousTime) as asked:
        read_time("Thu 17:00 Lausanne", now=NOW, zone=ZURICH, sites=[*SITES, elsewhere])

    assert [reading.note for reading in asked.value.readings] == ["EPFL", "Perth"]
    assert read("Thu 17:00 huji").moment.zone == "Asia/Jerusalem"


def test_no_place_is_called_like_a_word_of_the_grammar() -> None:
    words = set(chain(WEEKDAYS, MONTHS, DAYS_AHEAD, COUNTS, UNITS, PARTS, NOON))

    assert words.isdisjoint(known_places())


@st.composite
def jumbles(draw: st.DrawFn) -> str:
    """Words of the phrases in any order, whole or cut short."""
    drawn = draw(st.lists(st.sampled_from(SPOKEN) | st.text(max_size=8), max_size=40))
    return draw(st.sampled_from((" ", "", ", "))).join(drawn)[:500]


def _readings(typed: str, zone: str) -> list[TypedTime]:
    """Return the reading or those asked about, none of a text that is refused in a sentence."""
    try:
        return [understood(typed, now=NOW, zone=zone, sites=SITES)]
    except Refusal as refusal:
        said = refusal
    assert 0 < len(said.reason) < 600
    return list(said.readings) if isinstance(said, AmbiguousTime) else []


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=500) | jumbles(), st.sampled_from([*ZONES, "UTC"]))
def test_any_text_is_a_reading_a_question_or_a_refusal(typed: str, zone: str) -> None:
    found = _readings(typed, zone)

    for reading in [*found, *(other for one in found for other in one.others)]:
        assert NOW < reading.moment.instant <= NOW + timedelta(days=731)
        again = read(reading.moment.typed, zone="Asia/Tokyo")
        assert again.moment == reading.moment


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime(2026, 11, 24), datetime(2028, 11, 20)),  # noqa: DTZ001 - walls are naive
    st.sampled_from(
        ("{:%Y-%m-%d %H:%M}", "{:%a %d %b %Y %H:%M}", "{:%d.%m.%Y %H:%M}", "{:%B %d, %Y %I:%M %p}")
    ),
)
def test_a_moment_typed_in_any_form_is_the_moment_read(drawn: datetime, form: str) -> None:
    wall = drawn.replace(second=0, microsecond=0)
    midnight = "%p" in form and (wall.hour, wall.minute) == (0, 0)

    typed = f"{form.format(wall)} UTC"

    if midnight:
        assert wall.replace(tzinfo=UTC) in {r.moment.instant for r in asked_back(typed).readings}
    else:
        assert read(typed).moment.instant == wall.replace(tzinfo=UTC)


def _second_opinion(wall: datetime, zone: str) -> list[datetime]:
    """Return the instants of a wall time by trying every minute of offset that there may be."""
    there = ZoneInfo(zone)
    tried = (wall.replace(tzinfo=UTC) - timedelta(hours=n) for n in range(-14, 15))
    return sorted(i for i in tried if i.astimezone(there).replace(tzinfo=None) == wall)


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_clock_change_of_ten_years_a_second_implementation_agrees(zone: str) -> None:
    for change in (c for year in range(2026, 2037) for c in clock_changes(zone, year)):
        now = change - timedelta(days=2)
        local = change.astimezone(ZoneInfo(zone)).replace(tzinfo=None, minute=0)
        for wall in (local + QUARTER * n for n in range(-12, 13)):
            expected = _second_opinion(wall, zone)
            try:
                reading = read_time(f"{wall:%Y-%m-%d %H:%M}", now=now, zone=zone, sites=SITES)
            except AmbiguousTime as unclear:
                found = [reading.moment.instant for reading in unclear.readings]
                assert len(expected) != 1
                assert found == expected if expected else len(found) == 2
            else:
                assert [reading.moment.instant] == expected
