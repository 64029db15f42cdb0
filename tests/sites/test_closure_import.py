"""Closures are imported from calendar files."""

from datetime import date, timedelta

import pytest

from bot.core.refusals import Refusal
from bot.sites.cards.closures import import_reply
from bot.sites.model.closures import Level, Origin
from bot.sites.service.closure_import import MOST_BYTES
from bot.sites.service.closures import ClosureService
from bot.storage.database import Store
from tests.sites.closing_days import BREAK
from tests.worlds import NOW, World, days_file

DAY = timedelta(days=1)
TERMS = days_file(
    ("20260907", "20260908", "Labor Day holiday"),
    ("20270111", "20270112", "Instruction begins"),
    ("20270322", "20270327", "Spring break, campus closed"),
    ("20270528", "20270529", "Academic holiday"),
)


@pytest.fixture
def closing(store: Store) -> ClosureService:
    """The service over a store."""
    return ClosureService(store)


async def test_a_calendars_whole_days_are_shown_and_brought_in_once(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)

    found = await closing.read(
        world.organizer, "epfl", TERMS, level=Level.HARD, only="holiday, Closed", now=NOW
    )
    await closing.bring_in(world.organizer, "epfl", found.closures, now=NOW)
    await closing.bring_in(world.organizer, "epfl", found.closures, now=NOW)

    stated = await closing.stated(world.organizer, "epfl", now=NOW)
    assert found.left_out == 1
    assert [
        (f"{one.begins:%m-%d}", f"{one.ends:%m-%d}", one.name, one.origin) for one in stated
    ] == [
        ("03-22", "03-27", "Spring break, campus closed", Origin.IMPORTED),
        ("05-28", "05-29", "Academic holiday", Origin.IMPORTED),
    ]


async def test_all_of_an_import_is_taken_back_at_once_and_nothing_else(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    await closing.add(world.organizer, "epfl", **BREAK, level=Level.HARD, now=NOW)
    found = await closing.read(world.organizer, "epfl", TERMS, level=Level.HARD, now=NOW)
    await closing.bring_in(world.organizer, "epfl", found.closures, now=NOW)

    _, gone = await closing.remove_imported(world.organizer, "epfl")

    left = await closing.stated(world.organizer, "epfl", now=NOW)
    assert len(gone) == 3
    assert [one.name for one in left] == ["Reading week"]


@pytest.mark.parametrize(
    ("data", "only", "reason"),
    [
        (b"no calendar at all", "", "calendar"),
        (TERMS, "exams", "None of the 3 all-day entries"),
        (days_file(), "", "no all-day entries"),
        (b"x" * (MOST_BYTES + 1), "", "larger than 1 MB"),
    ],
    ids=["no calendar", "no such word", "empty", "too large"],
)
async def test_a_calendar_that_brings_nothing_is_refused_in_words(
    store: Store, closing: ClosureService, data: bytes, only: str, reason: str
) -> None:
    world = await World.found(store)

    with pytest.raises(Refusal, match=reason):
        await closing.read(world.organizer, "epfl", data, level=Level.HARD, only=only, now=NOW)


async def test_an_organizer_hears_which_entries_could_not_be_read(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    half = days_file(("20270528", "20270529", "Academic holiday"), ("2027-Xmas", "x", "Christmas"))
    told = (
        "1 of 2 entries could not be read in full:\n"
        "· line 14: `DTSTART;VALUE=DATE:2027-Xmas`: no date or time"
    )

    found = await closing.read(world.organizer, "epfl", half, level=Level.HARD, now=NOW)
    with pytest.raises(Refusal, match=r"contains “exams”") as refused:
        await closing.read(world.organizer, "epfl", half, level=Level.HARD, only="exams", now=NOW)

    assert [one.name for one in found.closures] == ["Academic holiday"]
    assert import_reply(found, draft_id=1).text.endswith(f"⚠ {told}")
    assert str(refused.value).endswith(told)


async def test_more_closures_than_a_site_can_have_are_refused(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    days = (date(2027, 1, 1) + step * DAY for step in range(401))
    many = days_file(*((f"{day:%Y%m%d}", f"{day + DAY:%Y%m%d}", f"Day {day}") for day in days))

    with pytest.raises(Refusal, match="at most 400 closures"):
        await closing.read(world.organizer, "epfl", many, level=Level.HARD, now=NOW)
