from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.drafts.service import DraftService
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.service.changes import MeetingService
from bot.meetings.store import meetings
from bot.programme.model.change_previews import PreviewOutdated
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.times.typed_time import AmbiguousTime
from tests.made_once import MadeOnce, Workshop
from tests.worlds import NOW, World, speak

FIRST = date(2026, 11, 26)
SEMINAR = "theory-seminar"


@pytest.fixture(scope="session")
def made_world(made_world: MadeOnce[World], workshop: Workshop) -> MadeOnce[World]:
    """A collaboration with a weekly series, Thursdays 17:00 in Lausanne."""
    return workshop.in_the_world(made_world, hold_a_seminar)


async def hold_a_seminar(world: World) -> None:
    described = SeriesDescription(
        title="Theory seminar",
        when="Thursdays 17:00",
        slots=2,
        minutes=90,
        join_link="https://example.org/j",
    )
    publisher = Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    await SeriesService(world.store, publisher).create(world.organizer, described, now=NOW)


@pytest.fixture
def planning(store: Store, publisher: Publisher) -> SeriesService:
    return SeriesService(store, publisher)


@pytest.fixture
def scheduling(store: Store, publisher: Publisher) -> MeetingService:
    return MeetingService(store, publisher)


async def meeting_on(store: Store, day: date = FIRST, *, series_id: int = 1) -> Meeting:
    async with store.read() as connection:
        found = await meetings.by_place(connection, series_id, day)
    assert found is not None
    return found


async def revision_of(store: Store) -> int:
    async with store.read() as connection:
        return (await collaborations.revisions(connection))["deep-learning-theory"]


async def test_a_meeting_is_moved_to_a_time_in_its_series_zone(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)

    done = await scheduling.move(
        world.organizer, meeting.id, when="2026-11-27 16:00", reason="Strike", now=NOW
    )

    assert done.terms.slug == SEMINAR
    assert done.meeting.start == datetime(2026, 11, 27, 15, tzinfo=UTC)
    assert (done.meeting.moved_from, done.meeting.reason) == (meeting.wall, "Strike")
    assert done.meeting.place == FIRST


async def test_case_40_a_bare_hour_is_the_typers_and_the_meeting_stays_on_its_series_clock(
    scheduling: MeetingService, planning: SeriesService, world: World
) -> None:
    described = SeriesDescription(title="Guest talks", when="Mondays 18:00", zone="huji")
    made = (await planning.create(world.organizer, described, now=NOW)).series
    overview = await planning.series(world.organizer, made.slug, now=NOW)
    typed = {"when": "Mon 7 Dec 5:30pm", "now": NOW}
    meeting_id = overview.coming[1].meeting.id

    read = await scheduling.relocation(world.organizer, meeting_id, **typed)  # type: ignore[arg-type] # of two kinds
    done = await scheduling.move(world.organizer, meeting_id, reason="x", **typed)  # type: ignore[arg-type] # of two kinds

    assert read.to.typed == "2026-12-07 17:30 Europe/Zurich"
    assert done.meeting.start == datetime(2026, 12, 7, 16, 30, tzinfo=UTC)
    assert (done.meeting.wall.hour, done.meeting.zone) == (18, "Asia/Jerusalem")


async def test_case_26_a_move_to_a_range_keeps_the_length(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)

    read = await scheduling.relocation(world.organizer, meeting.id, when="Fri 3-4:30pm", now=NOW)
    with pytest.raises(Refusal, match="lasts 90 minutes, not 60"):
        await scheduling.relocation(world.organizer, meeting.id, when="Fri 3-4pm", now=NOW)

    assert read.to.typed == "2026-11-27 15:00 Europe/Zurich"


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-12-01 09:00 Chicago", datetime(2026, 12, 1, 15, tzinfo=UTC)),
        ("2026-12-01 09:00 mit", datetime(2026, 12, 1, 14, tzinfo=UTC)),
        ("2026-12-01 09:00 Asia/Jerusalem", datetime(2026, 12, 1, 7, tzinfo=UTC)),
        ("2027-10-31 02:30 first", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31 02:30 second", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
async def test_a_time_can_be_typed_with_its_city(
    scheduling: MeetingService, world: World, store: Store, typed: str, instant: datetime
) -> None:
    meeting = await meeting_on(store)

    read = await scheduling.relocation(world.organizer, meeting.id, when=typed, now=NOW)
    done = await scheduling.move(world.organizer, meeting.id, when=typed, reason="Strike", now=NOW)

    assert (read.to.instant, done.meeting.start) == (instant, instant)


@pytest.mark.parametrize(
    ("typed", "kind", "why"),
    [
        ("2027-03-28 02:30", AmbiguousTime, "does not exist in Europe/Zurich"),
        ("2027-10-31 02:30", AmbiguousTime, "happens twice in Europe/Zurich"),
        ("tomorrow", Refusal, "2027-03-12 17:00"),
        ("2026-11-20 17:00", Refusal, "in the past"),
        ("2030-11-20 17:00", Refusal, "two years ahead"),
        ("2026-11-26 17:00", Refusal, "already at that time"),
        ("2026-12-03 17:00", Refusal, "“Theory seminar” already meets at that time"),
        ("2026-12-03 10:00 Chicago", Refusal, "“Theory seminar” already meets at that time"),
    ],
)
async def test_a_move_that_does_not_fit_is_refused_with_the_reason(
    scheduling: MeetingService,
    world: World,
    store: Store,
    typed: str,
    kind: type[Refusal],
    why: str,
) -> None:
    meeting = await meeting_on(store)

    with pytest.raises(kind, match=why):
        await scheduling.relocation(world.organizer, meeting.id, when=typed, now=NOW)
    with pytest.raises(kind, match=why):
        await scheduling.move(world.organizer, meeting.id, when=typed, reason="x", now=NOW)

    assert await meeting_on(store) == meeting


async def test_a_change_needs_a_reason(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)

    with pytest.raises(Refusal, match="The reason, which everybody sees, is missing"):
        await scheduling.cancel(world.organizer, meeting.id, reason=" \n ", now=NOW)


async def test_a_meeting_moved_back_to_its_place_counts_as_unmoved(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    for when in ("2026-11-27 16:00", "2026-11-26 17:00"):
        await scheduling.move(world.organizer, meeting.id, when=when, reason="x", now=NOW)

    assert not (await meeting_on(store)).changed_by_hand


async def test_a_meeting_moved_to_the_second_of_two_hours_comes_back_to_the_first(
    planning: SeriesService, scheduling: MeetingService, world: World, store: Store
) -> None:
    described = SeriesDescription(title="Night", when="Sundays 02:30", first="2027-10-31")
    night = (await planning.create(world.organizer, described, now=NOW)).series
    meeting = await meeting_on(store, date(2027, 10, 31), series_id=night.id)
    ada, when = world.organizer, "2027-10-31 02:30 second"

    moved = await scheduling.move(ada, meeting.id, when=when, reason="x", now=NOW)
    back = await scheduling.restore(ada, meeting.id, now=NOW)

    assert moved.meeting.start - meeting.start == timedelta(hours=1)
    assert back.meeting.start == meeting.start


async def test_a_moved_meeting_is_restored_to_its_place(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    await scheduling.move(world.organizer, meeting.id, when="2026-11-27 16:00", reason="x", now=NOW)

    done = await scheduling.restore(world.organizer, meeting.id, now=NOW)

    assert (done.meeting.start, done.meeting.moved_from) == (meeting.start, None)
    assert done.meeting.reason == ""


async def test_a_moved_meeting_that_is_cancelled_comes_back_at_its_moved_time(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    moved = await scheduling.move(
        world.organizer, meeting.id, when="2026-11-27 16:00", reason="x", now=NOW
    )
    await scheduling.cancel(world.organizer, meeting.id, reason="Flu", now=NOW)

    done = await scheduling.restore(world.organizer, meeting.id, now=NOW)

    assert (done.meeting.status, done.meeting.start) == (
        MeetingStatus.SCHEDULED,
        moved.meeting.start,
    )


async def test_talks_keep_their_slots_while_a_meeting_is_cancelled(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    await speak(store, meeting.id, position=1, title="Kernels")

    off = await scheduling.cancel(world.organizer, meeting.id, reason="Flu", now=NOW)
    on = await scheduling.restore(world.organizer, meeting.id, now=NOW)

    assert (off.meeting.status, on.meeting.status) == (
        MeetingStatus.CANCELLED,
        MeetingStatus.SCHEDULED,
    )
    assert [t.title for t in off.talks] == [t.title for t in on.talks] == ["Kernels"]


async def test_a_date_is_skipped_and_brought_back(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)

    off = await scheduling.skip(world.organizer, SEMINAR, FIRST, reason="Thanksgiving", now=NOW)
    on = await scheduling.unskip(world.organizer, SEMINAR, FIRST, now=NOW)

    assert (off.meeting.status, off.meeting.reason) == (MeetingStatus.SKIPPED, "Thanksgiving")
    assert (on.meeting.status, on.meeting.reason) == (MeetingStatus.SCHEDULED, "")
    assert on.meeting.id == meeting.id


async def test_a_date_that_is_brought_back_is_as_its_series_is_now(
    scheduling: MeetingService, planning: SeriesService, world: World
) -> None:
    await scheduling.skip(world.organizer, SEMINAR, FIRST, reason="Thanksgiving", now=NOW)
    described = SeriesDescription(when="Thursdays 15:00", minutes=120, slots=3)
    await planning.edit(world.organizer, SEMINAR, described, now=NOW)

    done = await scheduling.unskip(world.organizer, SEMINAR, FIRST, now=NOW)

    assert done.meeting.start == datetime(2026, 11, 26, 14, tzinfo=UTC)
    assert (done.meeting.minutes, len(done.bookings)) == (120, 3)


async def test_a_cancelled_meeting_whose_date_the_rule_lost_comes_back_where_it_was(
    scheduling: MeetingService, planning: SeriesService, world: World, store: Store
) -> None:
    second = await meeting_on(store, FIRST + timedelta(days=7))
    await scheduling.cancel(world.organizer, second.id, reason="Flu", now=NOW)
    described = SeriesDescription(when="every 2 weeks on Thursday 17:00")
    await planning.edit(world.organizer, SEMINAR, described, now=NOW)

    await scheduling.restore(world.organizer, second.id, now=NOW)
    await planning.edit(world.organizer, SEMINAR, SeriesDescription(minutes=60), now=NOW)

    kept = await meeting_on(store, second.place)
    assert (kept.status, kept.start) == (MeetingStatus.SCHEDULED, second.start)


async def test_a_date_without_a_meeting_is_refused_with_the_nearest(
    scheduling: MeetingService, world: World
) -> None:
    with pytest.raises(NotFound, match="The nearest dates are 2026-11-26, 2026-12-03, 2026-12-10"):
        await scheduling.skip(world.organizer, SEMINAR, date(2026, 12, 2), reason="x", now=NOW)


async def test_a_moved_meeting_is_skipped_by_the_date_it_has_now(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    await scheduling.move(world.organizer, meeting.id, when="2026-11-27 16:00", reason="x", now=NOW)

    done = await scheduling.skip(
        world.organizer, SEMINAR, date(2026, 11, 27), reason="Flu", now=NOW
    )

    assert done.meeting.id == meeting.id


async def test_a_past_or_cancelled_meeting_cannot_be_changed(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    later = meeting.start + timedelta(minutes=1)

    with pytest.raises(Refusal, match="already begun"):
        await scheduling.cancel(world.organizer, meeting.id, reason="x", now=later)
    with pytest.raises(Refusal, match="already begun"):
        await scheduling.move(
            world.organizer, meeting.id, when="2027-01-01 10:00", reason="x", now=later
        )
    await scheduling.skip(world.organizer, SEMINAR, FIRST, reason="x", now=NOW)
    with pytest.raises(Refusal, match="restore it with /meeting restore"):
        await scheduling.move(
            world.organizer, meeting.id, when="2027-01-01 10:00", reason="x", now=NOW
        )
    with pytest.raises(Refusal, match="in the past"):
        await scheduling.restore(world.organizer, meeting.id, now=later)


async def test_a_meeting_at_its_original_time_cannot_be_restored(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)

    with pytest.raises(Refusal, match="neither cancelled nor moved"):
        await scheduling.restore(world.organizer, meeting.id, now=NOW)
    with pytest.raises(Refusal, match="There is nothing to do"):
        await scheduling.unskip(world.organizer, SEMINAR, FIRST, now=NOW)


async def test_a_meeting_cannot_come_back_to_an_hour_that_another_one_took(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    first, second = await meeting_on(store), await meeting_on(store, FIRST + timedelta(days=7))
    await scheduling.cancel(world.organizer, first.id, reason="Flu", now=NOW)
    await scheduling.move(
        world.organizer, second.id, when="2026-11-26 17:00", reason="Swap", now=NOW
    )

    with pytest.raises(Refusal, match="already meets at that time"):
        await scheduling.restore(world.organizer, first.id, now=NOW)


async def test_a_change_by_two_organizers_at_once_is_made_once(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    await scheduling.move(
        world.organizer,
        meeting.id,
        when="2026-11-27 16:00",
        reason="mine",
        revision=meeting.revision,
        now=NOW,
    )

    with pytest.raises(PreviewOutdated, match="Somebody else has changed this meeting"):
        await scheduling.cancel(
            world.organizer, meeting.id, reason="yours", revision=meeting.revision, now=NOW
        )

    assert (await meeting_on(store)).reason == "mine"


async def test_a_refused_change_keeps_its_draft(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    drafting, meeting = DraftService(store), await meeting_on(store)
    draft = await drafting.keep(world.organizer, discord_id=1, kind="x", content={}, now=NOW)

    with pytest.raises(Refusal):
        await scheduling.move(
            world.organizer, meeting.id, when="soon", reason="x", draft_id=draft, now=NOW
        )

    assert await drafting.content(world.organizer, draft_id=draft, discord_id=1, kind="x") == {}


async def test_calendars_show_a_change_at_once(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting, before = await meeting_on(store), await revision_of(store)

    await scheduling.cancel(world.organizer, meeting.id, reason="Flu", now=NOW)

    async with store.read() as connection:
        shown = await entries.of_meetings(connection, [meeting.id])
    assert [entry.cancelled for entry in shown.values()] == [True, True]
    assert await revision_of(store) == before + 1


async def test_only_organizers_change_meetings(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    meeting = await meeting_on(store)
    for viewer in (await world.viewer("Ben"), await world.stranger()):
        with pytest.raises(NotAllowed):
            await scheduling.move(viewer, meeting.id, when="2027-01-01 10:00", reason="x", now=NOW)
        with pytest.raises(NotAllowed):
            await scheduling.relocation(viewer, meeting.id, when="2027-01-01 10:00", now=NOW)
        with pytest.raises(NotAllowed):
            await scheduling.cancel(viewer, meeting.id, reason="x", now=NOW)
        with pytest.raises(NotAllowed):
            await scheduling.restore(viewer, meeting.id, now=NOW)
        with pytest.raises(NotAllowed):
            await scheduling.skip(viewer, SEMINAR, FIRST, reason="x", now=NOW)
        with pytest.raises(NotAllowed):
            await scheduling.unskip(viewer, SEMINAR, FIRST, now=NOW)

    assert await meeting_on(store) == meeting


async def test_another_collaborations_meetings_are_out_of_reach(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    assert world.guild_id == 1
    meeting = await meeting_on(store)
    ada = (await World.found(store, guild_id=2, slug="number-theory")).organizer

    with pytest.raises(NotFound):
        await scheduling.programme(ada, meeting.id)
    with pytest.raises(NotFound):
        await scheduling.move(ada, meeting.id, when="2027-01-01 10:00", reason="x", now=NOW)
    with pytest.raises(NotFound):
        await scheduling.cancel(ada, meeting.id, reason="x", now=NOW)
    with pytest.raises(NotFound):
        await scheduling.skip(ada, SEMINAR, FIRST, reason="x", now=NOW)
    assert await scheduling.upcoming(ada, now=NOW) == ([], True)
    assert await scheduling.offered(ada, now=NOW) == []


async def test_upcoming_meetings_are_read_a_page_at_a_time(
    scheduling: MeetingService, world: World, store: Store
) -> None:
    dropped = await meeting_on(store, FIRST + timedelta(days=7))
    async with store.write() as connection:
        await meetings.update_one(connection, dropped.id, status=MeetingStatus.DROPPED)

    first, is_last = await scheduling.upcoming(world.organizer, per_page=2, now=NOW)
    second, _ = await scheduling.upcoming(
        world.organizer, slug=SEMINAR, page=2, per_page=2, now=NOW
    )

    dates = [programme.meeting.place for programme in [*first, *second]]
    assert dates == [FIRST + timedelta(weeks=week) for week in (0, 2, 3, 4)]
    assert not is_last


async def test_strangers_see_public_meetings_without_their_join_link(
    scheduling: MeetingService, planning: SeriesService, world: World, store: Store
) -> None:
    stranger, meeting = await world.stranger(), await meeting_on(store)
    secret = SeriesDescription(title="Council", when="Mondays 9:30", visibility="members")
    await planning.create(world.organizer, secret, now=NOW)

    found, _ = await scheduling.upcoming(stranger, per_page=100, now=NOW)
    one = await scheduling.programme(stranger, meeting.id)

    assert {programme.terms.slug for programme in found} == {SEMINAR}
    assert one.terms.join_link is None
    assert {booking.terms.join_link for booking in one.bookings} == {None}
