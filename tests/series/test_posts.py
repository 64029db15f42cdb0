"""Channels are told before weeks in which clocks disagree, and what they are told stays true."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.meetings.service.time_zone_release import note_timelines, rederive
from bot.times.zones import occurrence_instant
from tests.discord_servers import said
from tests.seminars import Seminar, words
from tests.times.time_zone_laws import abolish_summer_time


@pytest.fixture
async def spring(seminar: Seminar) -> Seminar:
    """The seminar at the beginning of March 2027, when the US is two weeks from summer time."""
    now = seminar.clock.now()
    seminar.clock.advance(datetime(2027, 3, 1, 12, tzinfo=now.tzinfo) - now)
    await plan(seminar)
    return seminar


async def plan(seminar: Seminar) -> None:
    app = seminar.app
    await app.publisher.planner.plan_ahead(app.store, now=seminar.clock.now())


def notices(seminar: Seminar) -> list[str]:
    return [words(post) for post in seminar.posts() if "Clocks change" in words(post)]


async def until(seminar: Seminar, day: int, hour: int, minute: int) -> None:
    wall = datetime(2027, 3, day, hour, minute)  # noqa: DTZ001 - a wall time in Zurich
    await seminar.pass_time(
        seconds=(occurrence_instant(wall, "Europe/Zurich") - seminar.clock.now()).total_seconds()
    )


async def test_a_channel_is_told_14_and_2_days_before_the_first_of_a_run(spring: Seminar) -> None:
    await until(spring, 4, 16, 59)
    before = len(notices(spring))
    await until(spring, 4, 17, 1)
    two_weeks = len(notices(spring))
    await until(spring, 16, 17, 1)

    assert (before, two_weeks, len(notices(spring))) == (0, 1, 2)
    assert "Clocks change: Seminar" in notices(spring)[0]
    assert "From Thu 18 Mar 2027 to Thu 25 Mar 2027 (2 meetings)" in notices(spring)[0]
    for line in (
        "**09:00** Berkeley · Stanford · San Diego · Irvine, not ~~08:00~~",
        "**11:00** Chicago, not ~~10:00~~",
        "**12:00** Boston, not ~~11:00~~",
        "As usual: 17:00 Lausanne, 18:00 Jerusalem",
        "**Thu 18 Mar 2027 17:00 Lausanne** · <t:",
    ):
        assert line in notices(spring)[1]


async def test_in_the_second_week_of_a_run_nobody_is_told_again(spring: Seminar) -> None:
    await until(spring, 19, 12, 0)
    await plan(spring)

    await until(spring, 31, 12, 0)

    assert len(notices(spring)) == 2


async def test_moving_the_first_of_a_run_announces_the_second_and_voids_the_notice(
    spring: Seminar,
) -> None:
    await until(spring, 5, 12, 0)

    await spring.move("2027-03-19 10:00", week=1)
    await spring.pass_time(minutes=1)
    stands = notices(spring)
    await until(spring, 31, 12, 0)

    assert stands == []
    assert ["this clock-change notice is void" in words(p) for p in spring.posts()].count(True) == 1
    assert ["On Thu 25 Mar 2027" in told for told in notices(spring)] == [True, True]


async def test_series_show_lists_the_dates_of_18_months(seminar: Seminar) -> None:
    server = seminar.server

    shown = said(await server.ben.slash(server.channel, "series show", series="seminar"))

    assert "Clock changes: not at the usual hour" in shown
    assert (
        "**From Thu 18 Mar 2027 to Thu 25 Mar 2027 (2 meetings)**: 09:00 Berkeley · Stanford · "
        "San Diego · Irvine, not 08:00 · 11:00 Chicago, not 10:00 · 12:00 Boston, not 11:00"
    ) in shown
    assert "**On Thu 4 Nov 2027**: " in shown
    assert "**From Thu 16 Mar 2028 to Thu 23 Mar 2028 (2 meetings)**: " in shown


async def test_organizers_are_told_once_which_meetings_a_release_retimes(
    seminar: Seminar, laws: Path
) -> None:
    app, now = seminar.app, seminar.clock.now()
    await note_timelines(app.store, now=now)
    abolish_summer_time(laws, "America/Chicago", hours=-6, name="CST")

    await rederive(app.store, app.publisher, now=now, release="2027x")
    await seminar.send_due()

    (letter,) = seminar.letters(seminar.server.ada)
    for line in (
        "Clocks have new rules (time-zone release 2027x)",
        "45 meetings are at another time than before",
        "**Seminar**, 45 meetings from Thu 18 Mar 2027 to ",
        "Chicago: **10:00**, not ~~11:00~~",
    ):
        assert line in words(letter)
    assert seminar.letters(seminar.server.ben) == []
