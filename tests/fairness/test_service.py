from datetime import datetime, timedelta

import pytest

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.core.parts import Parts
from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.drafts.service import DraftService
from bot.fairness.model.fair_plan import FairPlan
from bot.fairness.model.ledger import Ledger
from bot.fairness.service import FairnessService, Move
from bot.meetings.service.changes import MeetingService
from bot.meetings.store import meetings
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.programme.model.calendar_entries import FeedAudience
from bot.programme.model.change_previews import PreviewOutdated
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.sites.service.sites import SiteService
from bot.storage.database import Store
from bot.subject import assembled
from bot.subjects import KINDS, SUBJECTS
from tests.made_once import MadeOnce, Workshop
from tests.worlds import MEMBERS, NOW, World

WEEK = timedelta(weeks=1)
JANUARY = NOW + 6 * WEEK  # so that half a year from here has the two weeks in which clocks differ


@pytest.fixture(scope="session")
def made_world(made_world: MadeOnce[World], workshop: Workshop) -> MadeOnce[World]:
    """A collaboration with a weekly series, Thursdays 17:00 in Lausanne."""
    return workshop.in_the_world(made_world, hold_a_seminar)


async def hold_a_seminar(world: World) -> None:
    publisher = Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00", minutes=60)
    await SeriesService(world.store, publisher).create(world.organizer, described, now=NOW)


@pytest.fixture
def services(store: Store, publisher: Publisher) -> Parts:
    return assembled(SUBJECTS, store, publisher, KINDS)


async def by_slug(services: Parts, viewer: Viewer, paid: Ledger) -> dict[str, int]:
    sites = await services[SiteService].sites(viewer)
    return {site.slug: paid[site.id] for site in sites if paid[site.id]}


async def plan(services: Parts, world: World, count: int = 26) -> FairPlan:
    return await services[FairnessService].plan(
        world.organizer, "seminar", count=count, now=JANUARY
    )


async def keep_draft(services: Parts, viewer: Viewer) -> int:
    return await services[DraftService].keep(
        viewer, discord_id=1, kind="fair-move", content={}, now=NOW
    )


def moves_of(found: FairPlan) -> dict[int, Move]:
    return {m.id: (m.revision, to) for m, to in found.moves(found.best)}


async def test_what_took_place_this_term_is_added_up(services: Parts, world: World) -> None:
    ben = await world.viewer("Ben")
    described = SeriesDescription(title="Reading", when="Mondays 19:30", minutes=60)
    await services[SeriesService].create(world.organizer, described, now=NOW)
    later = NOW + 2 * WEEK

    told, series = await services[FairnessService].statement(ben, now=later)
    one, _ = await services[FairnessService].statement(ben, slug="reading", now=later)

    by_series = {s.slug: told.by_series[s.id].meetings for s in series}
    assert told.term.name == "autumn 2026"
    assert by_series == {"seminar": 2, "reading": 2}
    assert await by_slug(services, ben, one.total.paid) == {"epfl": 10, "huji": 14}
    assert await by_slug(services, ben, told.total.paid) == {
        "berkeley": 2, "stanford": 2, "ucsd": 2, "uci": 2, "epfl": 12, "huji": 18,
    }  # fmt: skip


async def test_the_term_before_and_what_was_called_off_are_told_apart(
    services: Parts, world: World
) -> None:
    await services[MeetingService].cancel(world.organizer, 1, reason="ill", now=NOW)
    spring = datetime(2027, 2, 1, 12, tzinfo=NOW.tzinfo)

    this, _ = await services[FairnessService].statement(world.organizer, now=spring)
    last, _ = await services[FairnessService].statement(world.organizer, back=True, now=spring)

    assert (this.term.name, this.total.meetings) == ("spring 2027", 0)
    assert (last.term.name, last.total.meetings) == ("autumn 2026", 9)


async def test_a_site_that_came_at_night_pays_for_it(services: Parts, world: World) -> None:
    described = SeriesDescription(title="Mornings", when="Tuesdays 10:00", minutes=60)
    await services[SeriesService].create(world.organizer, described, now=NOW)
    ben = await world.viewer("Ben")
    await services[MembershipService].describe_oneself(ben, site_slug="berkeley")
    offered = await services[MeetingService].offered(ben, slug="mornings", now=NOW)
    await services[AnswerService].answer(ben, offered[0][1].id, Answer.GOING, now=NOW)

    told, _ = await services[FairnessService].statement(ben, slug="mornings", now=NOW + 2 * WEEK)

    assert told.total.meetings == 2
    assert await by_slug(services, ben, told.total.paid) == {"berkeley": 30}


async def test_the_public_is_told_of_what_it_may_see(services: Parts, world: World) -> None:
    described = SeriesDescription(
        title="Board", when="Mondays 20:00", minutes=60, visibility="members"
    )
    await services[SeriesService].create(world.organizer, described, now=NOW)
    stranger, later = await world.stranger(), NOW + 2 * WEEK

    told, series = await services[FairnessService].statement(stranger, now=later)

    assert ([s.slug for s in series], told.total.meetings) == (["seminar"], 2)
    with pytest.raises(NotFound):
        await services[FairnessService].statement(stranger, slug="board", now=later)


async def test_the_plan_of_half_a_year_spares_jerusalem(services: Parts, world: World) -> None:
    found = await plan(services, world)

    lasts = [length for _, length in found.blocks(found.best)]
    assert found.hours[found.single.hours[0]].hour == 17
    assert (found.single.most, found.best.most) == (52, 44)
    assert found.present == found.single.paid
    assert sum(lasts) == 26
    assert len(found.moves(found.best)) == 8
    assert {f"{to.wall:%a %H:%M}" for _, to in found.moves(found.best)} == {"Thu 16:00"}


async def test_a_plan_is_saved_whole_and_calendars_follow(
    services: Parts, world: World, store: Store
) -> None:
    found = await plan(services, world)
    draft = await keep_draft(services, world.organizer)

    done = await services[FairnessService].move_all(
        world.organizer, moves_of(found), draft_id=draft, now=JANUARY
    )

    async with store.read() as connection:
        kept = await entries.of_meetings(connection, [p.meeting.id for p in done])
        every = await meetings.of_series(connection, found.series.id, since=JANUARY)
    assert len(done) == 8
    assert {p.meeting.wall.hour for p in done} == {16}
    assert {p.meeting.reason for p in done} == {"fairer hours"}
    assert {kept[p.meeting.id, FeedAudience.PUBLIC].sequence for p in done} == {1}
    assert [m.wall.hour for m in every[:26]].count(16) == 8
    again = await plan(services, world)
    assert again.present == again.best.paid
    assert again.moves(again.best) == []


async def test_nothing_of_a_plan_is_saved_where_a_meeting_was_changed_meanwhile(
    services: Parts, world: World, store: Store
) -> None:
    found = await plan(services, world)
    draft = await keep_draft(services, world.organizer)
    last, _ = found.moves(found.best)[-1]
    await services[MeetingService].cancel(world.organizer, last.id, reason="ill", now=JANUARY)

    with pytest.raises(Refusal):
        await services[FairnessService].move_all(
            world.organizer, moves_of(found), draft_id=draft, now=JANUARY
        )

    async with store.read() as connection:
        every = await meetings.of_series(connection, found.series.id, since=JANUARY)
    assert {m.wall.hour for m in every} == {17}


async def test_a_plan_is_saved_once_and_only_by_organizers(services: Parts, world: World) -> None:
    found = await plan(services, world)
    draft = await keep_draft(services, world.organizer)
    ben = await world.viewer("Ben", role_ids=(MEMBERS,))

    with pytest.raises(NotAllowed):
        await services[FairnessService].plan(ben, "seminar", count=26, now=JANUARY)
    with pytest.raises(NotAllowed):
        await services[FairnessService].move_all(ben, moves_of(found), draft_id=draft, now=JANUARY)
    await services[FairnessService].move_all(
        world.organizer, moves_of(found), draft_id=draft, now=JANUARY
    )
    with pytest.raises(NotFound, match="already saved"):
        await services[FairnessService].move_all(
            world.organizer, moves_of(found), draft_id=draft, now=JANUARY
        )
    other = await keep_draft(services, world.organizer)
    with pytest.raises(PreviewOutdated):
        await services[FairnessService].move_all(
            world.organizer, moves_of(found), draft_id=other, now=JANUARY
        )


async def test_another_collaborations_meetings_are_not_moved(
    services: Parts, world: World, store: Store
) -> None:
    other = await World.found(store, guild_id=2, slug="physics")
    found = await plan(services, world)
    draft = await keep_draft(services, other.organizer)

    with pytest.raises(NotFound, match="That plan no longer exists"):
        await services[FairnessService].move_all(
            other.organizer, moves_of(found), draft_id=draft, now=JANUARY
        )


async def test_a_plan_can_be_for_some_sites(services: Parts, world: World) -> None:
    found = await services[FairnessService].plan(
        world.organizer, "seminar", count=10, only="EPFL, jerusalem", now=JANUARY
    )

    assert [site.slug for site in found.sites] == ["epfl", "huji"]
    assert found.best.most == 0
    with pytest.raises(Refusal, match="There is no site “atlantis”"):
        await services[FairnessService].plan(
            world.organizer, "seminar", count=10, only="atlantis", now=JANUARY
        )


async def test_few_meetings_need_no_plan(services: Parts, world: World) -> None:
    with pytest.raises(Refusal, match="A plan needs at least 4"):
        await services[FairnessService].plan(world.organizer, "seminar", count=3, now=JANUARY)
