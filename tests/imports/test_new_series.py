"""A schedule's new series has only the meetings of the file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.meetings.model.meetings import MeetingStatus
from bot.people.model.viewers import Standing
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.service.lists import TalkSelection
from tests.imports.archives import (
    COMING,
    PAST,
    archive,
    bring_in,
    public,
    stored_series,
    titles,
)
from tests.worlds import NOW


async def test_no_meeting_is_made_that_the_file_does_not_hold(store: Store) -> None:
    await bring_in(store, PAST + COMING)
    planning = SeriesService(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )

    made = await planning.extend_horizon(now=NOW + timedelta(days=30))

    assert made == 0
    assert await titles(store, TalkSelection.COMING) == ["A Friday talk"]


async def test_a_series_whose_talks_are_past_has_ended(store: Store) -> None:
    done = await bring_in(store, PAST)

    assert done.ended
    assert (await stored_series(store)).ended_at == NOW


async def test_a_series_that_had_ended_goes_on_with_talks_to_come(store: Store) -> None:
    await bring_in(store, PAST)

    done = await bring_in(store, COMING)
    again = await bring_in(store, COMING)

    assert (len(done.made), done.new_series, done.goes_on_again) == (1, False, True)
    assert (await stored_series(store)).ended_at is None
    assert (len(again.made), again.goes_on_again) == (0, False)


@pytest.mark.parametrize("before", ["", PAST], ids=["new", "ended before"])
async def test_an_edit_keeps_what_the_file_lets_come_and_makes_no_more(
    store: Store, before: str
) -> None:
    if before:
        await bring_in(store, before)
    later = COMING.replace("01-15", "02-05").replace("Friday", "second")
    done = await bring_in(store, COMING + later)
    organizer = replace(await public(store), standing=Standing.ORGANIZER)
    planning = SeriesService(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )

    join_link = SeriesDescription(join_link="https://meet.example.org/archive")
    await planning.edit(organizer, "archive", join_link, now=NOW)

    coming = [b for b in await archive(store) if b.meeting.start > NOW]
    assert [b.talk.title for b in coming if b.talk] == ["A Friday talk", "A second talk"]
    assert {booking.meeting.status for booking in coming} == {MeetingStatus.SCHEDULED}
    assert (done.new_series, done.goes_on_again) == (not before, bool(before))


async def test_nobody_is_told_that_an_imported_meeting_was_moved(store: Store) -> None:
    await bring_in(store, COMING)

    (booking,) = await archive(store)
    async with store.read() as connection:
        kept = await entries.of_meetings(connection, [booking.meeting.id])
    assert not booking.meeting.was_moved
    assert [b"Moved" in entry.body for entry in kept.values()] == [False, False]
