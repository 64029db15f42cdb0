"""Closures that Meridian ships reach the sites they are for."""

import tomllib
from datetime import timedelta

import pytest

from bot.servers.service.setup import first_sites
from bot.sites.model import own_lists
from bot.sites.model.closures import Level, Origin
from bot.sites.model.holidays import known_closures
from bot.sites.service.closures import ClosureService
from bot.sites.service.sites import SiteDescription, SiteService
from bot.sites.store import closures, sites
from bot.storage.database import Store
from tests.sites.closing_days import BREAK
from tests.worlds import NOW, World

KEYS = {"sites", "holiday_region", "source", "known_until", "closure"}


@pytest.fixture
def closing(store: Store) -> ClosureService:
    """The service over a store."""
    return ClosureService(store)


async def test_what_meridian_ships_reaches_new_sites_and_is_kept_away_once_taken_back(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    recess = next(
        one
        for one in await closing.stated(world.organizer, "uci", now=NOW)
        if one.name == "Winter administrative recess"
    )

    await closing.remove(world.organizer, "uci", recess.id)
    await closing.ship()

    left = await closing.stated(world.organizer, "uci", now=NOW)
    assert recess.origin is Origin.SHIPPED
    names = [one.name for one in left]
    assert "Winter administrative recess" not in names
    assert {"UC winter holiday", "UC New Year holiday", "Cesar Chavez holiday"} <= set(names)


async def test_what_is_shipped_no_more_goes_and_what_organizers_stated_stays(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    await closing.add(world.organizer, "uci", **BREAK, level=Level.HARD, now=NOW)
    async with store.write() as connection:
        site = await sites.by_slug(connection, world.organizer.collaboration.id, "uci")
        assert site is not None
        await closures.ship(connection, {site.id: []})

    left = await closing.stated(world.organizer, "uci", now=NOW)

    assert [one.name for one in left] == ["Reading week"]


async def test_another_institution_of_the_same_short_name_gets_nothing_shipped(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    hosting = SiteService(store)
    before = len(await closing.stated(world.organizer, "uci", now=NOW))

    await hosting.edit(
        world.organizer,
        slug="uci",
        description=SiteDescription(holiday_region="IL"),
        now=NOW,
    )

    assert before > 4
    assert await closing.stated(world.organizer, "uci", now=NOW) == []


async def test_after_a_look_ahead_nobody_waits_for_a_years_holidays(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    known_closures.cache_clear()

    await closing.learn(now=NOW)

    misses = known_closures.cache_info().misses
    _, found = await closing.coming(world.organizer, "huji", now=NOW + timedelta(days=300))
    assert found
    assert known_closures.cache_info().misses == misses


def test_every_shipped_file_is_of_first_sites_in_order_and_names_its_source() -> None:
    known = {(site["slug"], site["holiday_region"]) for site in first_sites()}
    files = sorted(own_lists.FILES.glob("*.toml"))
    read = [(file.read_text(encoding="utf-8"), file.name) for file in files]

    assert len(read) >= 3
    for text, name in read:
        content = tomllib.loads(text)
        owners = {(slug, content["holiday_region"]) for slug in content["sites"]}
        spans = [(c["first"], c.get("last", c["first"])) for c in content["closure"]]
        assert content.keys() - {"own_list_from"} == KEYS, name
        assert content["source"].startswith("https://"), name
        assert all(last <= content["known_until"] for _, last in spans), name
        assert owners <= known, name
        assert text.startswith("# "), name
        assert spans == sorted(spans), name
        assert all(first <= last for first, last in spans), name
        for closure in content["closure"]:
            assert closure.keys() <= {"name", "first", "last", "level"}, name
            assert closure["level"] in set(Level), name
