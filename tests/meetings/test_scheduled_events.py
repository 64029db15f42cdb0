"""Meetings among the server's scheduled events, kept in step there."""

from typing import Any

import pytest

from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.posts import event_writer
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Kind
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.talks.model.talks import Programme
from tests.discord_servers import said
from tests.journeys.scene import viewer
from tests.seminars import JOIN, Seminar, words

SCHEDULED, CANCELLED = 1, 4


def events(seminar: Seminar, *, status: int | None = SCHEDULED) -> list[Any]:
    """Return what stands among the server's events, by its start."""
    guild = seminar.server.world.backend.get_guild(seminar.server.guild.id)
    found = [one for one in guild.scheduled_events.values() if status in {None, one.status}]
    return sorted(found, key=lambda one: str(one.scheduled_start_time))


def delete(seminar: Seminar, event: Any) -> None:  # noqa: ANN401 - the stand-in's own
    seminar.server.world.backend.delete_scheduled_event(seminar.server.guild.id, event.id)


async def call(seminar: Seminar, **more: Any) -> Programme:  # noqa: ANN401 - what was typed differs
    typed = {"title": "Workshop", "when": "2026-12-01 10:00", **more}
    return await seminar.app.services[OneOffMeetingService].schedule(
        seminar.ada, OneOffMeeting(**typed), now=seminar.clock.now()
    )


def of_workshop(seminar: Seminar, **more: int | None) -> list[Any]:
    return [one for one in events(seminar, **more) if one.name == "Workshop"]


async def test_the_next_four_weeks_are_server_events_without_the_join_link(
    seminar: Seminar,
) -> None:
    await seminar.sign_up(title="Kernels")
    await seminar.send_due()

    found = events(seminar)

    assert [str(one.scheduled_start_time)[:16] for one in found] == [
        "2026-11-26T16:00",
        "2026-12-03T16:00",
        "2026-12-10T16:00",
        "2026-12-17T16:00",
    ]
    assert str(found[0].scheduled_end_time)[:16] == "2026-11-26T17:00"
    assert found[0].name == "Seminar: Person – Kernels"
    assert "Thu 26 Nov 2026 17:00 Lausanne" in found[0].description
    assert "08:00 Berkeley" in found[0].description
    assert found[0].entity_metadata == {"location": "Online"}
    assert JOIN not in str(found)


async def test_the_next_meeting_becomes_an_event_by_itself(seminar: Seminar) -> None:
    await seminar.send_due()

    await seminar.pass_time(days=7)

    starts = [str(one.scheduled_start_time)[:10] for one in events(seminar, status=None)]
    assert "2026-12-24" in starts


async def test_an_event_says_where_people_meet_within_discords_limits(seminar: Seminar) -> None:
    await call(
        seminar,
        title="T" * 100,
        kind="hybrid",
        host="epfl",
        room="R" * 100,
        agenda="A *b* " * 300,
        join_link=JOIN,
    )
    await seminar.send_due()

    (found,) = [one for one in events(seminar) if one.name.startswith("TTT")]

    assert len(found.name) == 100
    assert len(found.description) <= 1000
    assert found.description.splitlines()[-1].startswith("Meeting ")
    assert len(found.entity_metadata["location"]) <= 100
    assert found.entity_metadata["location"].startswith("In person and online · RRR")
    assert JOIN not in str(vars(found) if hasattr(found, "__dict__") else found)


async def test_a_move_updates_the_same_event(seminar: Seminar) -> None:
    await seminar.send_due()
    before = events(seminar)[0].id

    await seminar.move("2026-11-27 10:00")
    await seminar.pass_time(seconds=5)

    after = events(seminar)[0]
    assert after.id == before
    assert str(after.scheduled_start_time)[:16] == "2026-11-27T09:00"
    assert str(after.scheduled_end_time)[:16] == "2026-11-27T10:00"
    assert "Fri 27 Nov 2026 10:00 Lausanne" in after.description


async def test_a_cancelled_event_stays_cancelled_and_a_restored_meeting_gets_a_new_one(
    seminar: Seminar,
) -> None:
    done = await call(seminar)
    await seminar.send_due()
    scheduling, ada = seminar.app.services[MeetingService], seminar.ada

    await scheduling.cancel(ada, done.meeting.id, reason="ill", now=seminar.clock.now())
    await seminar.pass_time(seconds=5)
    off = [one.status for one in of_workshop(seminar, status=None)]
    await scheduling.restore(ada, done.meeting.id, now=seminar.clock.now())
    await seminar.pass_time(seconds=5)

    assert off == [CANCELLED]
    assert sorted(one.status for one in of_workshop(seminar, status=None)) == [
        SCHEDULED,
        CANCELLED,
    ]


async def test_a_deleted_event_is_not_created_again_until_an_organizer_asks(
    seminar: Seminar,
) -> None:
    server = seminar.server
    done = await call(seminar)
    await seminar.send_due()
    delete(seminar, of_workshop(seminar)[0])
    await seminar.app.services[MeetingService].move(
        seminar.ada,
        done.meeting.id,
        when="2026-12-01 11:00",
        reason="x",
        quietly=True,
        now=seminar.clock.now(),
    )
    await seminar.pass_time(days=1)
    gone = of_workshop(seminar)

    asked = await server.ada.slash(server.channel, "meeting mirror", meeting=str(done.meeting.id))
    await seminar.send_due()
    again = await server.ada.slash(server.channel, "meeting mirror", meeting=str(done.meeting.id))
    await seminar.send_due()

    assert gone == []
    assert "will appear among the server's events in a moment" in said(asked)
    assert "will appear among the server's events in a moment" in said(again)
    (back,) = of_workshop(seminar)
    assert str(back.scheduled_start_time)[:16] == "2026-12-01T10:00"


async def test_a_meeting_that_is_not_for_everybody_is_no_server_event(
    seminar: Seminar,
) -> None:
    server = seminar.server
    ben = (await viewer(server, server.ben, server.members.id)).require_member()
    for_members = await call(seminar, who="members")
    await call(seminar, title="Secret", who="invited", invited=[ben.id])
    await seminar.send_due()

    refused = await server.ada.slash(
        server.channel, "meeting mirror", meeting=str(for_members.meeting.id)
    )

    assert {one.name for one in events(seminar, status=None)} == {"Seminar"}
    assert "This meeting is not for everybody in the server" in said(refused)


async def test_a_series_that_becomes_the_members_own_leaves_the_events(seminar: Seminar) -> None:
    await seminar.send_due()
    before = len(events(seminar))

    await seminar.app.services[SeriesService].edit(
        seminar.ada, "seminar", SeriesDescription(visibility="members"), now=seminar.clock.now()
    )
    await seminar.pass_time(seconds=5)

    assert before == 4
    assert events(seminar) == []


async def test_without_the_permission_there_are_no_events_until_it_is_granted(
    seminar: Seminar,
) -> None:
    server = seminar.server
    role = next(
        one
        for one in server.world.backend.get_guild(server.guild.id).roles.values()
        if one.name == "TestBot"
    )
    allowed = role.permissions
    may_not = ~((1 << 33) | (1 << 44))
    server.world.backend.edit_role(server.guild.id, role.id, {"permissions": allowed & may_not})
    await call(seminar)
    await seminar.pass_time(minutes=1)
    without = events(seminar)
    asked = await server.ada.slash(server.channel, "meeting mirror", meeting="1")
    await seminar.send_due()

    server.world.backend.edit_role(server.guild.id, role.id, {"permissions": allowed})
    await seminar.app.housekeeping.run_all()
    await seminar.send_due()

    async with seminar.app.store.read() as connection:
        trouble = await deliveries.of_kind(connection, 1, [Kind.TROUBLE])
    assert without == []
    assert trouble == []
    assert "Meridian lacks the permission Create Events" in said(asked)
    assert len(of_workshop(seminar)) == 1
    assert [letter for letter in seminar.letters(server.ada) if "cannot" in words(letter)] == []


async def test_there_are_never_more_events_than_discord_allows(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F33."""
    monkeypatch.setattr(event_writer, "MOST_MIRRORED", 2)

    await seminar.send_due()
    at_first = len(events(seminar))
    delete(seminar, events(seminar)[0])
    await seminar.app.housekeeping.run_all()
    await seminar.send_due()

    assert at_first == 2
    assert len(events(seminar)) == 2


async def test_an_event_created_by_an_earlier_process_is_found_and_updated(
    seminar: Seminar,
) -> None:
    await call(seminar)
    await seminar.send_due()
    (made,) = of_workshop(seminar)
    made.entity_metadata = {"location": "somewhere else"}

    async with seminar.app.store.write() as connection:
        (kept,) = [
            one
            for one in await deliveries.of_kind(connection, 1, [Kind.MIRROR])
            if one.message_id == made.id
        ]
        await deliveries.change(connection, kept.id, message_id=None, payload={}, sent_at=None)
        await deliveries.redate(connection, kept.id, kept)
    await seminar.pass_time(seconds=5)

    (found,) = of_workshop(seminar)
    assert found.id == made.id
    assert found.entity_metadata == {"location": "Teleconference"}
