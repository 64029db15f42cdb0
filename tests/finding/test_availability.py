"""When participants are available for a search."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.busy import store as diaries
from bot.core.intervals import Interval
from bot.core.parts import Parts
from bot.core.refusals import NotAllowed
from bot.finding.model.request import TimeRequest
from bot.finding.service.find_time import TimeFinder
from bot.people.service import MembershipService
from bot.people.store import members
from bot.programme.service.publication import Publisher
from bot.sites.model.closures import Level, Origin
from bot.sites.service.sites import SiteService
from bot.sites.store.tables import closures
from bot.storage.database import Store
from bot.subject import assembled
from bot.subjects import KINDS, SUBJECTS
from bot.talks.model.submission import Submission
from bot.talks.service.talks import TalkService
from tests.finding.searching import asked, find, person, seminar
from tests.worlds import NOW, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def services(store: Store, publisher: Publisher) -> Parts:
    return assembled(SUBJECTS, store, publisher, KINDS)


async def test_nobody_can_come_while_they_give_a_talk_or_said_they_come(
    services: Parts, world: World
) -> None:
    ben = await person(world, services, "Ben", "epfl")
    cleo = await person(world, services, "Cleo", "epfl")
    first, *_ = await seminar(services, world)
    thursday = {"within": "2026-11-26", "people": "ben, cleo"}
    free = await services[TalkService].free_slots(ben, slug="seminar", now=NOW, most=1)

    at_first = (await find(services, ben, **thursday, mornings_at=0)).found
    await services[AnswerService].answer(ben, first, Answer.GOING, now=NOW)
    await services[TalkService].sign_up(
        cleo, slot_id=free[0].slot.id, submission=Submission(title="Rings"), now=NOW
    )
    found = await find(services, ben, **thursday)

    meeting = datetime(2026, 11, 26, 16, tzinfo=UTC)
    during = found.search.grid.touched([Interval(meeting, meeting + HOUR)])
    assert [person.away for person in found.search.people] == [during, during]
    assert at_first
    assert not any(meeting - HOUR < c.start < meeting + HOUR for c in found.found)


@pytest.mark.parametrize("said", [Answer.MAYBE, Answer.NO])
async def test_who_did_not_say_that_they_come_is_free_then(
    services: Parts, world: World, said: Answer
) -> None:
    ben = await person(world, services, "Ben", "epfl")
    first, *_ = await seminar(services, world)
    await services[AnswerService].answer(ben, first, said, now=NOW)

    found = await find(services, ben, people="ben", within="2026-11-26")

    assert [person.away for person in found.search.people] == [0]


async def test_nobody_can_come_while_their_own_calendar_says_they_are_busy(
    services: Parts, world: World, store: Store
) -> None:
    ben = await person(world, services, "Ben", "epfl")
    assert ben.member is not None
    async with store.write() as connection:
        diary = await diaries.insert(
            connection,
            member_id=ben.member.id,
            label="work",
            host="calendars.example.org",
            sealed=b"x",
            etag="",
            modified="",
            zone="Europe/Zurich",
            read_at=NOW,
            whole_at=NOW,
            due=NOW,
            faults=0,
            fault="",
        )
        await diaries.replace_times(connection, diary, [Interval(NOW, NOW + 3 * DAY)])

    found = await find(services, ben, people="ben", within="2026-11-24 to 2026-11-27")

    assert {c.start.day for c in found.found} == {26, 27}


async def test_own_hours_and_own_closures_are_kept_to(
    services: Parts, world: World, store: Store
) -> None:
    ben = await person(world, services, "Ben", "epfl", hours=(time(14), time(16)))
    async with store.write() as connection:
        for number, level in enumerate((Level.HARD, Level.SOFT)):
            day = datetime(2026, 11, 25 + number)  # noqa: DTZ001 - wall times
            await connection.execute(
                closures.insert().values(
                    member_id=ben.member.id if ben.member else 0,
                    begins=day,
                    ends=day + DAY,
                    name="",
                    level=level,
                    origin=Origin.STATED,
                )
            )

    found = await find(services, ben, people="ben", within="2026-11-24 to 2026-11-27")

    days = {c.start.day: c for c in found.found}
    assert {c.start.hour for c in found.found} <= {13, 14}
    assert set(days) == {24, 26, 27}
    assert days[26].turnouts[0].rather_not == 1
    assert days[26].absence == 50


async def test_holidays_and_shabbat_close_a_site(services: Parts, world: World) -> None:
    hila = await person(world, services, "Hila", "huji")
    bob = await person(world, services, "Bob", "berkeley")

    thursday = await find(services, hila, people="hila, bob", within="2026-11-26")
    both = await find(services, hila, people="hila, bob", required="everybody", within="2 weeks")

    assert bob.member is not None
    begins = datetime(2026, 11, 26, 8, tzinfo=UTC)  # Thanksgiving, midnight in Berkeley
    missing = {bob.member.id in c.cannot for c in thursday.found if c.start >= begins}
    assert missing == {True}
    assert not [c for c in both.found if begins <= c.start < begins + DAY]
    assert not {f"{c.start:%a}" for c in both.found} & {"Fri", "Sat"}


async def test_more_times_follow_those_that_were_shown(services: Parts, world: World) -> None:
    ben = await person(world, services, "Ben", "epfl")

    first = await find(services, ben, people="ben", within="3 weeks")
    second = await find(services, ben, people="ben", within="3 weeks", skip=5)

    assert (len(first.found), first.is_last, second.skipped) == (5, False, 5)
    assert not {c.start for c in first.found} & {c.start for c in second.found}


async def test_only_the_mornings_of_a_site_are_looked_through(
    services: Parts, world: World
) -> None:
    ben = await person(world, services, "Ben", "epfl")
    sites = await services[SiteService].sites(ben)
    boston = next(site for site in sites if site.slug == "mit")

    found = await find(services, ben, people="ben", mornings_at=boston.id)

    assert found.mornings == boston
    assert {c.start.hour for c in found.found} <= {13, 14, 15, 16}


async def test_strangers_are_refused_and_who_left_is_not_asked(
    services: Parts, world: World, store: Store
) -> None:
    ben = await person(world, services, "Ben", "epfl")
    cleo = await person(world, services, "Cleo", "epfl")
    assert cleo.member is not None
    await services[MembershipService].leave(cleo.member.id, now=NOW)

    found = await find(services, ben, site="epfl")

    assert cleo.member.id not in asked(found)
    with pytest.raises(NotAllowed, match="Only members"):
        await find(services, await world.stranger())
    async with store.read() as connection:
        assert len(await members.of(connection, world.organizer.collaboration.id)) == 3


async def test_what_each_site_has_paid_this_term_decides_between_equals(
    services: Parts, world: World
) -> None:
    ben = await person(world, services, "Ben", "epfl")
    await person(world, services, "Meg", "mit")
    await seminar(services, world)
    later = NOW + 30 * DAY

    found = await services[TimeFinder].shortlist(ben, TimeRequest(people="ben, meg"), now=later)

    paid = {site.slug: found.search.ledger[site.id] for site in found.search.sites}
    assert (paid["epfl"], paid["huji"], paid["mit"]) == (4, 8, 0)
