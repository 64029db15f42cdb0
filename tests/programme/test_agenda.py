"""The agenda: what is coming up, in the time of the person who asks."""

from datetime import timedelta

import pytest

from bot.people.service import MembershipService
from bot.programme.service.agenda import Agendas
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.submission import Submission
from bot.talks.service.talks import TalkService
from tests.statements import counting
from tests.worlds import NOW, World

URL = "http://meridian.test"


@pytest.fixture
async def world(store: Store) -> World:
    """A collaboration with a public series and a hidden one."""
    made, planning = (
        await World.found(store),
        SeriesService(store, Publisher(store, URL, standing=KINDS.standing)),
    )
    for title, visibility in (("Seminar", "public"), ("Steering", "members")):
        described = SeriesDescription(
            title=title, when="Thursdays 17:00 5 times", zone="epfl", visibility=visibility
        )
        await planning.create(made.organizer, described, now=NOW)
    return made


@pytest.mark.parametrize(
    ("site", "zone", "told"),
    [
        (None, None, "Europe/Zurich"),
        ("huji", None, "Asia/Jerusalem"),
        ("huji", "Europe/Lisbon", "Europe/Lisbon"),
    ],
)
async def test_times_are_told_in_ones_own_zone_ones_sites_or_the_anchors(
    world: World, site: str | None, zone: str | None, told: str
) -> None:
    ben = await world.viewer("Ben")
    if site or zone:
        await MembershipService(world.store).describe_oneself(ben, site_slug=site, zone=zone)

    agenda = await Agendas(world.store).agenda(await world.viewer("Ben"), now=NOW)

    assert agenda.zone == told


async def test_pages_hold_all_that_is_coming_and_strangers_see_what_is_public(
    world: World,
) -> None:
    agendas, ben, stranger = (
        Agendas(world.store),
        await world.viewer("Ben"),
        await world.stranger(),
    )

    first = await agendas.agenda(ben, now=NOW)
    second = await agendas.agenda(ben, page=2, now=NOW)
    public = await agendas.agenda(stranger, now=NOW)

    assert (len(first.programmes), first.is_last) == (6, False)
    assert (len(second.programmes), second.is_last) == (4, True)
    assert {one.terms.title for one in public.programmes} == {"Seminar"}


async def test_ones_own_talks_come_first(world: World) -> None:
    ben, speaking = (
        await world.viewer("Ben"),
        TalkService(world.store, Publisher(world.store, URL, standing=KINDS.standing)),
    )
    slot = (await speaking.free_slots(ben, slug="seminar", now=NOW))[3].slot
    await speaking.sign_up(ben, slot_id=slot.id, submission=Submission(title="Mine"), now=NOW)

    agenda = await Agendas(world.store).agenda(ben, now=NOW)
    after = await Agendas(world.store).agenda(ben, now=NOW + timedelta(weeks=8))

    assert [one.talk.title for one in agenda.own if one.talk] == ["Mine"]
    assert (after.own, after.programmes) == ((), ())


async def test_an_unchanged_page_is_read_again_only_once_a_meeting_is_over(world: World) -> None:
    agendas, ben = Agendas(world.store), await world.viewer("Ben")
    first = await agendas.agenda(ben, now=NOW)
    over = first.programmes[0].meeting.end

    with counting() as sent:
        again = await agendas.agenda(ben, now=over - timedelta(minutes=1))
        stranger = await agendas.agenda(await world.stranger(), now=NOW)
    with counting() as sent_later:
        later = await agendas.agenda(ben, now=over)
    earlier = await agendas.agenda(ben, now=NOW)

    assert again.programmes == first.programmes == earlier.programmes
    assert "Steering" not in {one.terms.title for one in stranger.programmes}
    assert sent.transactions <= 2
    assert sent_later.transactions == 1
    assert first.programmes[0] not in later.programmes
