"""Closures that people enter are kept, shown and removed."""

from datetime import date, timedelta

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.sites.model.closures import Level
from bot.sites.model.site_time_status import site_time_status
from bot.sites.service.closures import ClosureService
from bot.sites.store import sites
from bot.storage.database import Store
from tests.sites.closing_days import BREAK
from tests.worlds import NOW, World


@pytest.fixture
def closing(store: Store) -> ClosureService:
    """The service over a store."""
    return ClosureService(store)


async def words_at(store: Store, world: World, slug: str, day: date) -> str:
    async with store.read() as connection:
        site = await sites.by_slug(connection, world.organizer.collaboration.id, slug)
    assert site is not None
    noon = NOW + (day - NOW.date()) * 1 + timedelta(hours=2)
    return site_time_status(site, noon, noon + timedelta(hours=1)).words


async def test_what_is_stated_of_a_site_is_in_its_verdicts_until_it_is_taken_back(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)

    site, stated = await closing.add(world.organizer, "epfl", **BREAK, level=Level.SOFT, now=NOW)
    during = await words_at(store, world, "epfl", date(2027, 3, 12))
    elsewhere = await words_at(store, world, "mit", date(2027, 3, 12))
    (kept,) = await closing.stated(world.organizer, "epfl", now=NOW)
    await closing.remove(world.organizer, "epfl", kept.id)

    assert (site.slug, stated.name, stated.level) == ("epfl", "Reading week", Level.SOFT)
    assert during == "Reading week"
    assert "Reading week" not in elsewhere
    assert await words_at(store, world, "epfl", date(2027, 3, 12)) == ""


async def test_the_list_holds_law_and_word_but_no_ordinary_shabbat(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    await closing.add(world.organizer, "huji", **BREAK, level=Level.HARD, now=NOW)

    _, found = await closing.coming(world.organizer, "huji", now=NOW)

    names = [closure.name for closure in found]
    assert names[:4] == ["Reading week", "Ta'anit Ester", "Purim", "Eve of Pesach"]
    assert "Shabbat" not in names
    assert "Independence Day" in names


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"name": " "}, "The name is missing"),
        ({"name": "x" * 81}, "at most 80"),
        ({"last": date(2027, 3, 1)}, "is before the first day"),
        ({"last": date(2028, 3, 10)}, "at most 366 days"),
        ({"first": date(2026, 11, 1), "last": date(2026, 11, 22)}, "is in the past"),
        ({"first": date(2040, 1, 1), "last": None}, "more than five years ahead"),
    ],
)
async def test_a_closure_that_makes_no_sense_is_refused_in_words(
    store: Store, closing: ClosureService, options: dict[str, object], reason: str
) -> None:
    world = await World.found(store)

    with pytest.raises(Refusal, match=reason):
        await closing.add(
            world.organizer, "epfl", **{**BREAK, **options}, level=Level.HARD, now=NOW
        )


async def test_stating_the_same_twice_changes_its_level_alone(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)

    for level in (Level.HARD, Level.SOFT):
        await closing.add(world.organizer, "epfl", **BREAK, level=level, now=NOW)

    stated = await closing.stated(world.organizer, "epfl", now=NOW)
    assert [(one.name, one.level) for one in stated] == [("Reading week", Level.SOFT)]


async def test_members_say_when_they_are_not_available_and_nobody_learns_why(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    ben, cleo = await world.viewer("Ben"), await world.viewer("Cleo")

    await closing.add_own(
        ben, first=date(2027, 3, 8), last=date(2027, 3, 19), level=Level.HARD, now=NOW
    )
    again = await closing.add_own(
        ben, first=date(2027, 3, 8), last=date(2027, 3, 19), level=Level.SOFT, now=NOW
    )

    assert [(one.name, one.level) for one in again] == [("not available", Level.SOFT)]
    assert await closing.own(cleo, now=NOW) == ()
    with pytest.raises(NotFound):
        await closing.remove_own(cleo, again[0].id, now=NOW)
    assert await closing.remove_own(ben, again[0].id, now=NOW) == ()


async def test_closures_are_for_organizers_to_state_of_their_own_sites(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    other = await World.found(store, guild_id=2, slug="other")
    ben = await world.viewer("Ben")
    await closing.add(world.organizer, "epfl", **BREAK, level=Level.HARD, now=NOW)
    (kept,) = await closing.stated(world.organizer, "epfl", now=NOW)

    with pytest.raises(NotAllowed):
        await closing.add(ben, "epfl", **BREAK, level=Level.HARD, now=NOW)
    with pytest.raises(NotAllowed):
        await closing.remove(ben, "epfl", kept.id)
    with pytest.raises(NotFound):
        await closing.remove(other.organizer, "epfl", kept.id)
    with pytest.raises(NotFound):
        await closing.remove_own(ben, kept.id, now=NOW)
