"""Sites are added and changed, and calendars show their new clocks."""

from datetime import time

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.programme.model.calendar_entries import FeedAudience
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.sites.service.sites import SiteDescription, SiteService
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.worlds import NOW, World

URL = "http://meridian.test"
PARIS = SiteDescription(
    name="ENS", city="Paris", country="France", latitude=48.84, longitude=2.34, zone="Europe/Paris"
)


@pytest.fixture
def hosting(store: Store) -> SiteService:
    """The service over a store."""
    return SiteService(store)


async def test_a_site_is_added_behind_the_others(store: Store, hosting: SiteService) -> None:
    world = await World.found(store)

    made = await hosting.add(world.organizer, slug="ens", description=PARIS, now=NOW)

    assert (made.opens, made.closes, made.working_days) == (time(9), time(17), frozenset(range(5)))
    assert made.holiday_region == "FR"
    assert (await hosting.sites(world.organizer))[-1] == made


async def test_an_edited_site_shows_in_every_coming_calendar_entry(
    store: Store, hosting: SiteService
) -> None:
    world = await World.found(store)
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00 3 times", zone="epfl")
    await SeriesService(store, Publisher(store, URL, standing=KINDS.standing)).create(
        world.organizer, described, now=NOW
    )

    await hosting.edit(
        world.organizer, slug="mit", description=SiteDescription(city="Cambridge"), now=NOW
    )

    async with store.read() as connection:
        kept = await entries.of_meetings(connection, [1, 2, 3])
    bodies = [kept[number, FeedAudience.PUBLIC].body.replace(b"\r\n ", b"") for number in (1, 2, 3)]
    assert all(b"11:00 Cambridge" in body and b"Boston" not in body for body in bodies)
    assert {kept[number, FeedAudience.PUBLIC].sequence for number in (1, 2, 3)} == {1}


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        (SiteDescription(), "Nothing to change"),
        (SiteDescription(name="  "), "The name is missing"),
        (SiteDescription(zone="Paris"), "I don't know the time zone"),
        (SiteDescription(latitude=91), "between -90 and 90"),
        (SiteDescription(longitude=float("nan")), "between -180 and 180"),
        (SiteDescription(city="x" * 61), "at most 60"),
        (SiteDescription(holiday_region="Vaud"), "like US-CA, CH-VD or IL"),
    ],
)
async def test_a_wrong_description_is_refused_in_words(
    store: Store, hosting: SiteService, description: SiteDescription, reason: str
) -> None:
    world = await World.found(store)

    with pytest.raises(Refusal, match=reason):
        await hosting.edit(world.organizer, slug="mit", description=description, now=NOW)


async def test_sites_are_for_organizers_to_change_and_keep_their_short_names(
    store: Store, hosting: SiteService
) -> None:
    world = await World.found(store)

    with pytest.raises(NotAllowed):
        await hosting.add(await world.viewer("Ben"), slug="ens", description=PARIS, now=NOW)
    with pytest.raises(Refusal, match="There is already a site mit"):
        await hosting.add(world.organizer, slug="mit", description=PARIS, now=NOW)
    with pytest.raises(NotFound):
        await hosting.edit(world.organizer, slug="ens", description=PARIS, now=NOW)
