"""A server becomes a collaboration once, under its own name."""

import asyncio

import pytest

from bot.core.refusals import NotAllowed, Refusal
from bot.servers.service.setup import ServerSettings, SetupService, slug_taken
from bot.storage.database import Store
from tests.worlds import NOW, visitor

URL = "http://meridian.test"
MANAGER = visitor("Ada", may_manage_server=True)


@pytest.fixture
def founding(store: Store) -> SetupService:
    """What /setup does, on a file of this test's own."""
    return SetupService(store)


async def test_a_server_starts_with_eight_sites_and_an_anchor(founding: SetupService) -> None:
    made = await founding.set_up(MANAGER, ServerSettings(name="Theory", slug="theory"), now=NOW)

    assert made.is_new
    assert [site.slug for site in made.sites] == [
        *("berkeley", "stanford", "ucsd", "uci", "ttic", "mit", "epfl", "huji"),
    ]
    assert made.collaboration.anchor_site_id == made.sites[0].id
    jerusalem = made.sites[-1]
    assert (jerusalem.zone, jerusalem.working_days) == (
        "Asia/Jerusalem",
        frozenset({6, 0, 1, 2, 3}),
    )


async def test_it_is_run_again_and_changes_only_what_was_typed(founding: SetupService) -> None:
    await founding.set_up(
        MANAGER, ServerSettings(name="Theory", slug="theory", organizer_role_id=5), now=NOW
    )

    again = await founding.set_up(
        MANAGER, ServerSettings(anchor_site="epfl", member_role_id=6), now=NOW
    )

    kept = again.collaboration
    assert (kept.name, kept.slug, kept.organizer_role_id) == ("Theory", "theory", 5)
    assert (kept.member_role_id, again.is_new) == (6, False)
    everybody = await founding.set_up(
        MANAGER, ServerSettings(member_role_id=MANAGER.guild_id), now=NOW
    )
    assert everybody.collaboration.member_role_id is None


async def test_only_managers_begin_and_organizers_go_on(founding: SetupService) -> None:
    member, organizer = visitor("Ben"), visitor("Cleo", role_ids=(5,))

    with pytest.raises(NotAllowed, match="Ask somebody who can manage the server to run /setup"):
        await founding.set_up(member, ServerSettings(name="Theory", slug="theory"), now=NOW)
    await founding.set_up(
        MANAGER, ServerSettings(name="Theory", slug="theory", organizer_role_id=5), now=NOW
    )
    with pytest.raises(NotAllowed, match="Only organizers"):
        await founding.foundation(member)

    renamed = await founding.set_up(organizer, ServerSettings(name="Deep theory"), now=NOW)

    assert renamed.collaboration.name == "Deep theory"


@pytest.mark.parametrize("slug", ["Deep Theory", "theory/..", "", "ä", "a--b", "x" * 41, "\ud800"])
async def test_a_short_name_that_fits_no_address_is_refused(
    founding: SetupService, slug: str
) -> None:
    with pytest.raises(Refusal, match="The short name can have"):
        await founding.set_up(MANAGER, ServerSettings(name="Theory", slug=slug), now=NOW)


async def test_two_servers_that_want_one_short_name_at_once_do_not_both_get_it(
    founding: SetupService,
) -> None:
    wanted = (
        founding.set_up(
            visitor("Ada", guild_id=guild_id, may_manage_server=True),
            ServerSettings(name="Theory", slug="theory"),
            now=NOW,
        )
        for guild_id in range(1, 9)
    )

    results = await asyncio.gather(*wanted, return_exceptions=True)

    refused = [str(r) for r in results if isinstance(r, Refusal)]
    assert len(refused) == 7
    assert set(refused) == {slug_taken("theory")}


async def test_nobody_takes_over_a_collaboration_that_has_a_server(founding: SetupService) -> None:
    await founding.set_up(MANAGER, ServerSettings(name="Theory", slug="theory"), now=NOW)
    other = visitor("Eve", guild_id=2, may_manage_server=True)
    await founding.set_up(other, ServerSettings(name="Physics", slug="physics"), now=NOW)

    with pytest.raises(Refusal, match="The short name theory is taken"):
        await founding.set_up(other, ServerSettings(slug="theory"), now=NOW)
