"""Members hear of entries of their calendars that cannot be read: in lists, and by letter."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.busy.cards import added_text, busy_reply, unread_letter
from bot.busy.service.calendars import BusyCalendarService
from bot.ics.fetched import Fetched
from bot.outbox.deliveries import Kind
from bot.outbox.tables import deliveries
from bot.people.model.viewers import Viewer
from tests.busy.test_service import ADDRESS, HOUR, Elsewhere, add, over, shown
from tests.ics.calendars import LUNCH, event, ics
from tests.strangers import HOST
from tests.worlds import NOW, World

WEEK = timedelta(weeks=1)
GOOD = ics(event(*LUNCH))
LOSING = ics(
    event(*LUNCH),
    event("DTSTART:soon", uid="2"),
    event(*LUNCH, "EXDATE:never `x`", uid="3"),
    event("DTSTART;TZID=Nowhere:20261202T100000", "DURATION:PT1H", uid="4"),
    event("DTSTART:later", uid="5"),
)
TOLD = (
    "4 of 5 entries could not be read in full:\n"
    "· line 13: `DTSTART:soon`: no date or time\n"
    "· line 20: `EXDATE:never 'x'`: no date or time\n"
    "· line 25: `DTSTART;TZID=Nowhere:20261202T100000`: a time zone that I don't know, “Nowhere”; "
    "I read the time in Europe/Zurich\n"
    "… and 1 more"
)


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere(found={ADDRESS: Fetched(body=GOOD)})


@pytest.fixture
def consulting(world: World, elsewhere: Elsewhere) -> BusyCalendarService:
    return over(world, elsewhere)


async def letters(world: World) -> list[str]:
    """Return the targets of the letters about calendars that wait."""
    query = select(deliveries.c.target).where(deliveries.c.kind == Kind.UNREAD)
    async with world.store.read() as connection:
        return list((await connection.execute(query.order_by(deliveries.c.id))).scalars())


async def read(consulting: BusyCalendarService, elsewhere: Elsewhere, *bodies: bytes) -> None:
    """Read what a calendar is from day to day."""
    for day, body in enumerate(bodies, start=1):
        elsewhere.found[ADDRESS] = Fetched(body=body)
        await consulting.read_again(now=NOW + day * timedelta(days=1))


async def test_what_cannot_be_read_is_told_when_a_calendar_is_added_and_in_the_list(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    elsewhere.found[ADDRESS] = Fetched(body=LOSING)

    added = await add(consulting, ben)
    listed = busy_reply([await shown(consulting, ben)], is_on=True)

    assert added_text([added]).startswith("Added, but not all of it could be read.")
    assert f"\n⚠ {TOLD}" in str(listed.cards[0].description)
    assert added.busy == 2 * HOUR


async def test_what_could_not_be_read_is_forgotten_once_it_can(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    elsewhere.found[ADDRESS] = Fetched(body=LOSING)
    await add(consulting, ben)

    await read(consulting, elsewhere, GOOD)

    found = await shown(consulting, ben)
    assert (found.diary.report.entries, found.diary.report.unread) == (1, 0)
    assert "⚠" not in str(busy_reply([found], is_on=True).cards[0].description)


@pytest.mark.parametrize(
    ("bodies", "told"),
    [
        ((GOOD, LOSING), 1),
        ((LOSING, LOSING, LOSING), 1),
        ((LOSING, GOOD, LOSING, GOOD, LOSING), 1),
        ((LOSING, *(GOOD,) * 8, LOSING), 2),
        ((GOOD, GOOD), 0),
    ],
    ids=["at once", "not again", "not twice in a week", "again after a week", "not without need"],
)
async def test_an_owner_gets_a_letter_when_a_calendar_that_was_fine_begins_to_lose_entries(
    world: World,
    consulting: BusyCalendarService,
    elsewhere: Elsewhere,
    bodies: tuple[bytes, ...],
    told: int,
) -> None:
    ben = await world.viewer("Ben")
    await add(consulting, ben)

    await read(consulting, elsewhere, *bodies)

    assert await letters(world) == [f"member:{_id(ben)}"] * told


async def test_who_was_told_when_adding_it_gets_no_letter(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    elsewhere.found[ADDRESS] = Fetched(body=LOSING)
    await add(consulting, await world.viewer("Ben"))

    await read(consulting, elsewhere, LOSING)

    assert await letters(world) == []


async def test_the_letter_names_the_calendar_and_its_lines(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    elsewhere.found[ADDRESS] = Fetched(body=LOSING)
    diary = (await add(consulting, await world.viewer("Ben"))).diary

    letter = unread_letter(diary, marker="m")

    assert letter.text.startswith(f"⚠ Your calendar “{HOST}” could")
    assert letter.text.endswith(TOLD)


def _id(viewer: Viewer) -> int:
    return viewer.require_member().id
