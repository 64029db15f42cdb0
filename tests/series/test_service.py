from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.drafts.service import DraftService
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.service.changes import MeetingService
from bot.meetings.store import meetings
from bot.meetings.store.slots import slots_of
from bot.programme.model.change_previews import PreviewOutdated, SeriesPreview
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.model.description import SeriesDescription
from bot.series.model.series import Visibility
from bot.series.service.preview import AHEAD
from bot.series.service.series import SeriesService
from bot.sites.model.usual_hours import usual_offset_differs
from bot.storage.database import Store
from bot.talks.model.talks import TalkStatus
from bot.talks.store import talks
from bot.times.zones import wall_time
from tests.worlds import NOW, World, speak

SEMINAR = SeriesDescription(title="Theory seminar", when="Thursdays 17:00", minutes=90, slots=2)


@pytest.fixture
def planning(store: Store, publisher: Publisher) -> SeriesService:
    return SeriesService(store, publisher)


@pytest.fixture
def scheduling(store: Store, publisher: Publisher) -> MeetingService:
    return MeetingService(store, publisher)


async def made(
    planning: SeriesService, world: World, described: SeriesDescription = SEMINAR
) -> SeriesPreview:
    return await planning.create(world.organizer, described, now=NOW)


async def all_meetings(store: Store, series_id: int = 1) -> list[Meeting]:
    async with store.read() as connection:
        return await meetings.of_series(connection, series_id)


async def status_of(store: Store, talk_id: int) -> tuple[TalkStatus, int | None]:
    async with store.read() as connection:
        talk = await talks.by_id(connection, talk_id)
    assert talk is not None
    return talk.status, talk.slot_id


def dates_of(found: Sequence[Meeting]) -> list[date]:
    return [meeting.wall.date() for meeting in found]


async def test_a_series_is_made_with_its_meetings_for_eighteen_months(
    planning: SeriesService, world: World, store: Store
) -> None:
    preview = await made(planning, world)

    found = await all_meetings(store)
    last = (NOW + AHEAD).date()
    assert preview.series.slug == "theory-seminar"
    assert dates_of(found)[0] == date(2026, 11, 26)
    assert last - timedelta(days=7) < dates_of(found)[-1] <= last
    assert {(m.wall.weekday(), m.wall.time(), m.zone) for m in found} == {
        (3, time(17), "Europe/Zurich")
    }
    async with store.read() as connection:
        assert {len(await slots_of(connection, m.id)) for m in found[:3]} == {2}


async def test_its_meetings_stay_at_one_wall_time_while_clocks_change(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)

    found = await all_meetings(store)

    by_day = {meeting.wall.date(): meeting.start for meeting in found}
    assert by_day[date(2027, 3, 25)] == datetime(2027, 3, 25, 16, tzinfo=UTC)
    assert by_day[date(2027, 4, 1)] == datetime(2027, 4, 1, 15, tzinfo=UTC)


async def test_its_meetings_are_in_calendars_at_once(
    planning: SeriesService, world: World, store: Store
) -> None:
    preview = await made(planning, world)

    async with store.read() as connection:
        shown = await entries.of_meetings(connection, [m.id for m in await all_meetings(store)])

    assert len(shown) == 2 * len(preview.plan.add)


async def test_a_preview_shows_what_would_be_made_and_saves_nothing(
    planning: SeriesService, world: World
) -> None:
    preview = await planning.preview(world.organizer, SEMINAR, now=NOW)

    assert [c.wall.date() for c in preview.coming[:3]] == [
        date(2026, 11, 26),
        date(2026, 12, 3),
        date(2026, 12, 10),
    ]
    assert await planning.series_list(world.organizer, now=NOW) == []


async def test_weeks_in_which_clocks_disagree_are_found(
    planning: SeriesService, world: World
) -> None:
    preview = await planning.preview(world.organizer, SEMINAR, now=NOW)

    marked = [
        c.wall.date()
        for c in preview.coming
        if usual_offset_differs(c.start, anchor=c.zone, zones=["America/New_York"])
    ]
    assert marked[:3] == [date(2027, 3, 18), date(2027, 3, 25), date(2027, 11, 4)]


async def test_nothing_is_made_before_now_though_the_first_date_counts(
    planning: SeriesService, world: World, store: Store
) -> None:
    described = SeriesDescription(
        title="Reading", when="Mondays 9:30", first="2026-11-09", until="4", zone="America/Chicago"
    )

    await made(planning, world, described)

    # Of 9, 16, 23 and 30 November that of the 23rd comes at 9:30 in Chicago, which is after now.
    assert dates_of(await all_meetings(store)) == [date(2026, 11, 23), date(2026, 11, 30)]


@pytest.mark.parametrize(
    ("zone", "site", "wanted"),
    [
        ("mit", 6, "America/New_York"),
        ("Boston", 6, "America/New_York"),
        ("australia/lord_howe", None, "Australia/Lord_Howe"),
        (None, 7, "Europe/Zurich"),
    ],
    ids=["a site's short name", "its city", "a zone", "the anchor site"],
)
async def test_a_series_is_hosted_by_a_site_or_lives_in_a_zone(
    planning: SeriesService, world: World, zone: str | None, site: int | None, wanted: str
) -> None:
    described = SeriesDescription(title="Reading", when="Mondays 9:30", zone=zone)

    preview = await planning.preview(world.organizer, described, now=NOW)

    assert (preview.series.site_id, preview.series.zone) == (site, wanted)


@pytest.mark.parametrize(
    ("described", "why"),
    [
        (SeriesDescription(when="Thursdays 17:00"), "title is missing"),
        (SeriesDescription(title="x"), "like “Thursdays 17:00”"),
        (SeriesDescription(title="x", when="whenever"), "I don't understand “whenever”"),
        (SeriesDescription(title="x", when="Mondays 9:30", zone="Atlantis"), "neither a site nor"),
        (SeriesDescription(title="x", when="Mondays 9:30", minutes=10, slots=3), "15 to 1440"),
        (SeriesDescription(title="x", when="Mondays 9:30", slots=25), "1 to 24 slots"),
        (SeriesDescription(title="x", when="Mondays 9:30", first="soon"), "as a date"),
        (SeriesDescription(title="x", when="Mondays 9:30", first="2036-01-01"), "two years ahead"),
        (
            SeriesDescription(title="x", when="Mondays 9:30", until="2026-01-01"),
            "would have no meetings",
        ),
        (SeriesDescription(title="x", when="Mondays 9:30", until="501"), "1 to 500"),
        (SeriesDescription(title="x", when="Mondays 9:30", join_link="call me"), "https://"),
        (SeriesDescription(title="x", when="Mondays 9:30", visibility="cats"), "“members”"),
        (SeriesDescription(title="x" * 101, when="Mondays 9:30"), "at most 100 characters"),
    ],
)
async def test_a_refusal_says_what_to_type_instead(
    planning: SeriesService, world: World, described: SeriesDescription, why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        await planning.create(world.organizer, described, now=NOW)


async def test_two_active_series_cannot_share_a_title(
    planning: SeriesService, world: World
) -> None:
    await made(planning, world)

    with pytest.raises(Refusal, match="already a series called “THEORY seminar”"):
        await made(planning, world, SeriesDescription(title="THEORY seminar", when="Mondays 9:30"))


async def test_titles_that_differ_in_letters_no_address_holds_get_two_short_names(
    planning: SeriesService, world: World
) -> None:
    titles = ("סמינר", "セミナー")

    slugs = [
        (await made(planning, world, SeriesDescription(title=t, when="Mondays 9:30"))).series.slug
        for t in titles
    ]

    assert slugs == ["untitled", "untitled-2"]


async def test_a_draft_is_saved_once_however_often_it_is_confirmed(
    planning: SeriesService, world: World, store: Store
) -> None:
    drafting = DraftService(store)
    draft = await drafting.keep(world.organizer, discord_id=1, kind="series", content={}, now=NOW)
    await planning.create(world.organizer, SEMINAR, draft_id=draft, now=NOW)

    with pytest.raises(NotFound, match="already saved"):
        await planning.create(world.organizer, SEMINAR, draft_id=draft, now=NOW)

    assert len(await planning.series_list(world.organizer, now=NOW)) == 1


async def test_a_meeting_that_moves_keeps_its_identity_and_its_talk(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    before = await all_meetings(store)
    talk = await speak(store, before[0].id, position=0, title="Kernels")

    preview = await planning.edit(
        world.organizer, "theory-seminar", SeriesDescription(when="Fridays 16:00"), now=NOW
    )

    after = await all_meetings(store)
    assert [m.id for m in after] == [m.id for m in before]
    assert dates_of(after) == [day + timedelta(days=1) for day in dates_of(before)]
    assert len(preview.plan.move) == len(before)
    assert (await status_of(store, talk))[0] is TalkStatus.CONFIRMED


@pytest.mark.parametrize(
    "newest", [date(2026, 11, 20).toordinal(), date.max.toordinal() - 5, 10**12]
)
async def test_meetings_exchange_dates_whatever_their_ids_are(
    planning: SeriesService, world: World, store: Store, newest: int
) -> None:
    other = await made(planning, world, replace(SEMINAR, title="Another", until="2026-12-01"))
    async with store.write() as connection:
        (meeting, *_) = await meetings.of_series(connection, other.series.id)
        row = {**asdict(meeting), "id": newest, "place": date(2020, 1, 1)}
        await meetings.insert_with_slots(connection, [row], slots_each=1)
    seminar = (await made(planning, world)).series
    before = await all_meetings(store, seminar.id)

    await planning.edit(
        world.organizer, seminar.slug, SeriesDescription(when="Tuesdays 17:00"), now=NOW
    )

    after = await all_meetings(store, seminar.id)
    assert min(m.id for m in before) == newest + 1
    assert {m.id for m in after} >= {m.id for m in before}
    assert {m.place.weekday() for m in after if m.takes_place} == {1}


async def test_a_meeting_takes_the_date_of_a_dropped_one_which_gets_the_free_date(
    planning: SeriesService, world: World, store: Store
) -> None:
    twice = replace(SEMINAR, when="Mondays and Thursdays 17:00", until="2 times")
    seminar = (await made(planning, world, twice)).series
    before = {m.id: m.place for m in await all_meetings(store, seminar.id)}

    for when in ("Mondays 17:00 1 time", "Thursdays 17:00 1 time"):
        description = SeriesDescription(when=when)
        await planning.edit(world.organizer, seminar.slug, description, now=NOW)

    after = {m.id: m.place for m in await all_meetings(store, seminar.id)}
    first, second = sorted(before)
    assert after == {first: before[second], second: before[first]}


async def test_a_meeting_without_a_partner_is_dropped_and_its_talk_proposed_by_name(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    before = await all_meetings(store)
    talk = await speak(store, before[1].id, position=0, title="Kernels")

    preview = await planning.edit(
        world.organizer,
        "theory-seminar",
        SeriesDescription(when="every 2 weeks on Thursday 17:00"),
        now=NOW,
    )

    after = await all_meetings(store)
    assert [m.status for m in after[:4]] == [
        MeetingStatus.SCHEDULED,
        MeetingStatus.DROPPED,
        MeetingStatus.SCHEDULED,
        MeetingStatus.DROPPED,
    ]
    assert await status_of(store, talk) == (TalkStatus.PROPOSED, None)
    assert [b.talk.speaker_names for b in preview.homeless if b.talk] == ["Grace"]


async def test_what_was_dropped_comes_back_as_the_same_meeting(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    before = await all_meetings(store)
    for when in ("every 2 weeks on Thursday 17:00", "Thursdays 17:00"):
        await planning.edit(
            world.organizer, "theory-seminar", SeriesDescription(when=when), now=NOW
        )

    after = await all_meetings(store)

    assert [(m.id, m.start, m.status) for m in after] == [(m.id, m.start, m.status) for m in before]


async def test_what_a_person_changed_stays_when_the_series_changes(
    planning: SeriesService, scheduling: MeetingService, world: World, store: Store
) -> None:
    await made(planning, world)
    first, second, *_ = await all_meetings(store)
    await scheduling.move(
        world.organizer, first.id, when="2026-11-25 12:00", reason="Strike", now=NOW
    )
    await scheduling.skip(
        world.organizer, "theory-seminar", second.place, reason="Holiday", now=NOW
    )

    await planning.edit(
        world.organizer, "theory-seminar", SeriesDescription(when="Fridays 16:00"), now=NOW
    )

    kept_first, kept_second, *others = await all_meetings(store)
    assert (kept_first.id, kept_first.wall) == (first.id, datetime(2026, 11, 25, 12))  # noqa: DTZ001 - a wall time
    assert (kept_second.id, kept_second.status) == (second.id, MeetingStatus.SKIPPED)
    # Neither of the two weeks gets a second meeting.
    assert dates_of(others)[0] == date(2026, 12, 11)


async def test_the_past_never_changes(planning: SeriesService, world: World, store: Store) -> None:
    await made(planning, world)
    before = await all_meetings(store)
    later = NOW + timedelta(days=30)
    past = [m for m in before if m.start <= later]

    await planning.edit(
        world.organizer,
        "theory-seminar",
        SeriesDescription(when="Mondays 9:30", minutes=30, slots=1),
        now=later,
    )

    assert [m for m in await all_meetings(store) if m.start <= later] == past
    async with store.read() as connection:
        assert len(await slots_of(connection, past[0].id)) == 2


async def test_slots_that_are_taken_away_leave_their_talks_proposed(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    first, *_ = await all_meetings(store)
    stays = await speak(store, first.id, position=0, title="Kernels")
    goes = await speak(store, first.id, position=1, title="Forests")

    preview = await planning.edit(
        world.organizer, "theory-seminar", SeriesDescription(slots=1, minutes=45), now=NOW
    )

    assert [b.talk.id for b in preview.homeless if b.talk] == [goes]
    assert (await status_of(store, goes))[0] is TalkStatus.PROPOSED
    assert (await status_of(store, stays))[0] is TalkStatus.CONFIRMED
    assert {m.minutes for m in await all_meetings(store)} == {45}


async def test_slots_can_be_added(planning: SeriesService, world: World, store: Store) -> None:
    await made(planning, world)

    await planning.edit(world.organizer, "theory-seminar", SeriesDescription(slots=3), now=NOW)

    first, *_ = await all_meetings(store)
    async with store.read() as connection:
        slots = await slots_of(connection, first.id)
    assert [slot.position for slot in slots] == [0, 1, 2]


async def test_a_fortnightly_series_keeps_its_weeks_and_its_end_when_only_its_day_changes(
    planning: SeriesService, world: World, store: Store
) -> None:
    described = SeriesDescription(
        title="Theory seminar", when="every 2 weeks on Tuesday 9:30 until 2027-02-01"
    )
    await planning.create(world.organizer, described, now=NOW)
    before = dates_of(await all_meetings(store))

    await planning.edit(
        world.organizer,
        "theory-seminar",
        SeriesDescription(when="every 2 weeks on Wednesday 9:30"),
        now=NOW,
    )

    after = dates_of(await all_meetings(store))
    assert after == [day + timedelta(days=1) for day in before]
    assert after[-1] == date(2027, 1, 20)


async def test_an_edit_is_refused_when_somebody_changed_the_series_after_it_was_shown(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    mine = SeriesDescription(when="Fridays 16:00")
    shown = await planning.preview(world.organizer, mine, slug="theory-seminar", now=NOW)
    await planning.edit(world.organizer, "theory-seminar", SeriesDescription(minutes=60), now=NOW)

    with pytest.raises(PreviewOutdated, match="check this again"):
        await planning.edit(world.organizer, "theory-seminar", mine, seal=shown.seal, now=NOW)

    assert {m.wall.weekday() for m in await all_meetings(store)} == {3}


async def test_an_edit_is_saved_where_it_still_is_what_was_shown(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    mine = SeriesDescription(when="Fridays 16:00")
    shown = await planning.preview(world.organizer, mine, slug="theory-seminar", now=NOW)

    await planning.edit(
        world.organizer,
        "theory-seminar",
        mine,
        seal=shown.seal,
        now=NOW + timedelta(minutes=5),
    )

    assert {m.wall.weekday() for m in await all_meetings(store)} == {4}


async def test_only_what_is_typed_changes(planning: SeriesService, world: World) -> None:
    described = SeriesDescription(
        title="Theory seminar",
        when="Thursdays 17:00",
        room="BC 420",
        join_link="https://example.org/j",
        channel_id=5,
    )
    await made(planning, world, described)

    await planning.edit(world.organizer, "theory-seminar", SeriesDescription(room=""), now=NOW)

    found = (await planning.series(world.organizer, "theory-seminar", now=NOW)).series
    assert (found.room, found.join_link, found.channel_id) == (None, "https://example.org/j", 5)


async def test_an_ended_series_drops_what_was_to_come_and_can_go_on_again(
    planning: SeriesService, scheduling: MeetingService, world: World, store: Store
) -> None:
    await made(planning, world)
    first, *_ = await all_meetings(store)
    talk = await speak(store, first.id, position=0, title="Kernels")
    await scheduling.move(
        world.organizer, first.id, when="2026-11-25 12:00", reason="Strike", now=NOW
    )

    await planning.edit(world.organizer, "theory-seminar", SeriesDescription(ended=True), now=NOW)

    assert {m.status for m in await all_meetings(store)} == {MeetingStatus.DROPPED}
    assert (await status_of(store, talk))[0] is TalkStatus.PROPOSED
    assert await planning.extend_horizon(now=NOW + timedelta(days=90)) == 0

    await planning.edit(
        world.organizer, "theory-seminar", SeriesDescription(when="Thursdays 17:00"), now=NOW
    )

    assert {m.status for m in await all_meetings(store)} == {MeetingStatus.SCHEDULED}


async def test_meetings_are_created_ahead_as_time_passes(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    before = len(await all_meetings(store))

    again = await planning.extend_horizon(now=NOW)
    later = await planning.extend_horizon(now=NOW + timedelta(days=28))

    assert (again, later) == (0, 4)
    assert len(await all_meetings(store)) == before + 4


async def test_a_skipped_date_is_not_created_again(
    planning: SeriesService, scheduling: MeetingService, world: World, store: Store
) -> None:
    await made(planning, world)
    first, *_ = await all_meetings(store)
    await scheduling.skip(world.organizer, "theory-seminar", first.place, reason="Fair", now=NOW)

    assert await planning.extend_horizon(now=NOW) == 0


async def test_only_organizers_change_a_series(planning: SeriesService, world: World) -> None:
    await made(planning, world)
    for viewer in (await world.viewer("Ben"), await world.stranger()):
        with pytest.raises(NotAllowed):
            await planning.create(viewer, SEMINAR, now=NOW)
        with pytest.raises(NotAllowed):
            await planning.preview(viewer, SEMINAR, now=NOW)
        with pytest.raises(NotAllowed):
            await planning.edit(viewer, "theory-seminar", SeriesDescription(ended=True), now=NOW)


async def test_another_collaboration_neither_sees_nor_changes_it(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)
    other = await World.found(store, guild_id=2, slug="number-theory")

    with pytest.raises(NotFound):
        await planning.series(other.organizer, "theory-seminar", now=NOW)
    with pytest.raises(NotFound):
        await planning.edit(
            other.organizer, "theory-seminar", SeriesDescription(ended=True), now=NOW
        )
    assert await planning.series_list(other.organizer, now=NOW) == []


async def test_members_see_what_strangers_do_not(planning: SeriesService, world: World) -> None:
    secret = SeriesDescription(title="Council", when="Mondays 9:30", visibility="members")
    await made(planning, world, secret)
    await made(
        planning,
        world,
        SeriesDescription(title="Open", when="Mondays 9:30", join_link="https://example.org/j"),
    )
    stranger, member = await world.stranger(), await world.viewer("Ben")

    (seen,) = await planning.series_list(stranger, now=NOW)

    assert (seen.series.title, seen.series.join_link) == ("Open", None)
    assert seen.coming[0].terms.join_link is None
    with pytest.raises(NotFound):
        await planning.series(stranger, "council", now=NOW)
    found = await planning.series(member, "open", now=NOW)
    assert found.series.join_link == "https://example.org/j"


async def test_a_series_that_becomes_the_members_own_leaves_the_public_calendar(
    planning: SeriesService, world: World, store: Store
) -> None:
    await made(planning, world)

    await planning.edit(
        world.organizer, "theory-seminar", SeriesDescription(visibility="members"), now=NOW
    )

    found = (await planning.series(world.organizer, "theory-seminar", now=NOW)).series
    async with store.read() as connection:
        shown = await entries.of_meetings(connection, [m.id for m in await all_meetings(store)])
    assert found.visibility is Visibility.MEMBERS
    assert {(key[1].value, entry.cancelled) for key, entry in shown.items()} == {
        ("public", True),
        ("members", False),
    }


async def test_the_preview_mentions_an_hour_that_clocks_skip(
    planning: SeriesService, world: World
) -> None:
    described = SeriesDescription(
        title="Night watch", when="Sundays 02:30", zone="Europe/Zurich", first="2027-03-28"
    )

    preview = await planning.preview(world.organizer, described, now=NOW)

    gap = preview.coming[0]
    assert gap.start == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert wall_time(gap.start, gap.zone).time() == time(3, 30)
