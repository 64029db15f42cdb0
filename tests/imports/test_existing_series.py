"""A schedule is imported into a series that exists already."""

from datetime import date, timedelta

from bot.meetings.service.changes import MeetingService
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.subjects import KINDS
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from tests.imports.archives import (
    bring_in_here,
    made_here,
)
from tests.worlds import NOW, World


async def test_talks_take_the_free_slots_of_a_series_that_is_there(world: World) -> None:
    await made_here(world)

    done = await bring_in_here(
        world,
        "2026-12-03 17:45,45,Europe/Zurich,One,,At the second slot,,,,\n"
        "2026-12-03 17:00,45,Europe/Zurich,Two,,At the first slot,,,,\n"
        "2026-12-03 17:00,45,Europe/Zurich,Three,,One too many,,,,\n",
    )

    assert [talk.line for talk in done.made] == [2, 3]
    assert [(row.line, row.reason[:30]) for row in done.refused] == [
        (4, "The slots of the meeting at th")
    ]
    assert (done.new_collaboration, done.new_series, done.ended) == (False, False, False)
    async with world.store.read() as connection:
        booked = await stored_bookings.where(connection, conditions.is_filled())
    assert [booking.talk.title for booking in booked if booking.talk] == [
        "At the first slot",
        "At the second slot",
    ]


async def test_a_date_that_is_skipped_takes_no_talk_in(world: World) -> None:
    await made_here(world)
    scheduling = MeetingService(
        world.store, Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    )
    await scheduling.skip(world.organizer, "archive", date(2026, 12, 3), reason="feast", now=NOW)

    done = await bring_in_here(world, "2026-12-03 17:00,45,Europe/Zurich,One,,First,,,,\n")

    assert done.made == ()
    assert "does not take place (skipped)" in done.refused[0].reason


async def test_a_series_that_was_ended_here_makes_no_meetings_again(world: World) -> None:
    planning = await made_here(world)
    await planning.edit(world.organizer, "archive", SeriesDescription(ended=True), now=NOW)

    done = await bring_in_here(world, "2026-12-05 11:00,45,Europe/Zurich,One,,First,,,,\n")

    assert done.goes_on_again
    assert await planning.extend_horizon(now=NOW + timedelta(days=30)) == 0
