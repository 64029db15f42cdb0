"""Series that schedules are imported into."""

from bot.imports.model.schedule import read_schedule
from bot.imports.service.schedule_import import Imported, ScheduleImport
from bot.people.model.viewers import Standing, Viewer
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.model.series import Series
from bot.series.service.series import SeriesService
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.talks import Booking
from bot.talks.service.lists import TalkQuery, TalkSelection
from bot.talks.service.talks import TalkService
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from tests.worlds import NOW, World

HEAD = "start,minutes,timezone,speaker,affiliation,title,abstract,location,slides,video\n"
PAST = (
    "2025-10-02 17:00,60,Europe/Zurich,Ines Carvalho,EPFL,A start,,CM 1 4,,\n"
    '2025-10-09 17:00,60,Europe/Zurich,"Peter Halloran, Yu Chen",MIT,Kernels,,,,\n'
    "2025-10-16 17:00,-60,Europe/Zurich,Nobody,,Backwards,,,,\n"
)
COMING = "2027-01-15 10:00,60,Europe/Zurich,Ada Okoye,,A Friday talk,,,,\n"


async def bring_in(
    store: Store, body: str, *, write: bool = True, slug: str = "archive"
) -> Imported:
    importing = ScheduleImport(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )
    return await importing.run(
        read_schedule(HEAD + body),
        collaboration="physics",
        series_slug=slug,
        write=write,
        now=NOW,
    )


async def made_here(world: World) -> SeriesService:
    """Make a series of two slots on Thursdays in Discord, as it were."""
    planning = SeriesService(
        world.store, Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    )
    described = SeriesDescription(
        title="Archive", when="Thursdays 17:00", zone="epfl", minutes=90, slots=2
    )
    await planning.create(world.organizer, described, now=NOW)
    return planning


async def bring_in_here(world: World, body: str) -> Imported:
    return await ScheduleImport(
        world.store, Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    ).run(
        read_schedule(HEAD + body),
        collaboration=world.organizer.collaboration.slug,
        series_slug="archive",
        write=True,
        now=NOW,
    )


async def public(store: Store) -> Viewer:
    async with store.read() as connection:
        found = await collaborations.by_slug(connection, "physics")
    assert found is not None
    return Viewer(collaboration=found, standing=Standing.PUBLIC)


async def stored_series(store: Store) -> Series:
    viewer = await public(store)
    async with store.read() as connection:
        found = await series.by_slug(connection, viewer.collaboration.id, "archive")
    assert found is not None
    return found


async def archive(store: Store) -> list[Booking]:
    found = await stored_series(store)
    async with store.read() as connection:
        return await stored_bookings.where(connection, conditions.in_series(found.id))


async def titles(store: Store, when: TalkSelection = TalkSelection.PAST) -> list[str]:
    speaking = TalkService(store, Publisher(store, "http://meridian.test", standing=KINDS.standing))
    page = await speaking.listing(await public(store), TalkQuery(selection=when), now=NOW)
    return [booking.talk.heading for booking in page.bookings if booking.talk]
