"""Closing: what sites and members state is kept, shown and taken back."""

import tomllib
from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.servers.service.setup import first_sites
from bot.sites.model.closures import Level, Origin
from bot.sites.model.holidays import known_closures
from bot.sites.model.site_time_status import site_time_status
from bot.sites.service import known_closures as shipping
from bot.sites.service.closures import MOST_BYTES, ClosureService
from bot.sites.service.sites import SiteDescription, SiteService
from bot.sites.store import closures, sites
from bot.storage.database import Store
from tests.worlds import NOW, World, days_file

DAY = timedelta(days=1)
BREAK: dict[str, Any] = {
    "name": "Reading week",
    "first": date(2027, 3, 8),
    "last": date(2027, 3, 12),
}
TERMS = days_file(
    ("20260907", "20260908", "Labor Day holiday"),
    ("20270111", "20270112", "Instruction begins"),
    ("20270322", "20270327", "Spring break, campus closed"),
    ("20270528", "20270529", "Academic holiday"),
)


@pytest.fixture
def closing(store: Store) -> ClosureService:
    """What /site closure and /me closure do."""
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
        ({"last": date(2027, 3, 1)}, "first day first"),
        ({"last": date(2028, 3, 10)}, "at most 366 days"),
        ({"first": date(2026, 11, 1), "last": date(2026, 11, 22)}, "past already"),
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
        (TERMS, "exams", "None of the 3 whole days"),
        (days_file(), "", "None of the 0 whole days"),
        (b"x" * (MOST_BYTES + 1), "", "larger than 1 MB"),
        (
            TERMS.replace(b"SUMMARY:Academic", b"RRULE:FREQ=SECONDLY\r\nSUMMARY:Academic"),
            "academic",
            "repeat|None of",
        ),
    ],
    ids=["no calendar", "no such word", "empty", "too large", "every second"],
)
async def test_a_calendar_that_brings_nothing_is_refused_in_words(
    store: Store, closing: ClosureService, data: bytes, only: str, reason: str
) -> None:
    world = await World.found(store)

    with pytest.raises(Refusal, match=reason):
        await closing.read(world.organizer, "epfl", data, level=Level.HARD, only=only, now=NOW)


async def test_more_closures_than_a_site_can_have_are_refused(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    days = (date(2027, 1, 1) + step * DAY for step in range(401))
    many = days_file(*((f"{day:%Y%m%d}", f"{day + DAY:%Y%m%d}", f"Day {day}") for day in days))

    with pytest.raises(Refusal, match="At most 400 closures"):
        await closing.read(world.organizer, "epfl", many, level=Level.HARD, now=NOW)


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
    assert [one.name for one in left] == [
        *("UC winter holiday", "UC New Year holiday", "Cesar Chavez holiday")
    ]


async def test_what_is_shipped_no_more_goes_and_what_organizers_stated_stays(
    store: Store, closing: ClosureService
) -> None:
    world = await World.found(store)
    await closing.add(world.organizer, "uci", **BREAK, level=Level.HARD, now=NOW)
    async with store.write() as connection:
        site = await sites.by_slug(connection, world.organizer.collaboration.id, "uci")
        assert site is not None
        await closures.ship(connection, site.id, [])

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

    assert before == 4
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
    files = sorted(shipping.FILES.glob("*.toml"))
    read = [(file.read_text(encoding="utf-8"), file.name) for file in files]

    assert len(read) >= 3
    for text, name in read:
        content = tomllib.loads(text)
        owners = {(slug, content["holiday_region"]) for slug in content["sites"]}
        spans = [(c["first"], c.get("last", c["first"])) for c in content["closure"]]
        assert content.keys() == {"sites", "holiday_region", "closure"}, name
        assert owners <= known, name
        assert text.startswith("# "), name
        assert spans == sorted(spans), name
        assert all(first <= last for first, last in spans), name
        for closure in content["closure"]:
            assert closure.keys() <= {"name", "first", "last", "level"}, name
            assert closure["level"] in set(Level), name
