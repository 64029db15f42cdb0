"""Who somebody is in a server, and what happens when they leave."""

from dataclasses import replace
from datetime import time

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.feeds.service import SubscriptionService
from bot.people.model.members import Role
from bot.people.model.viewers import Standing
from bot.people.service import MembershipService
from bot.people.store import members
from bot.storage.database import Store
from tests.worlds import MEMBERS, NOW, ORGANIZERS, World, visitor


async def test_before_setup_everybody_is_told_who_can_run_it(store: Store) -> None:
    joining = MembershipService(store)

    with pytest.raises(NotAllowed, match="Ask somebody who can manage the server to run /setup"):
        await joining.viewer(visitor("Ben"), now=NOW)
    with pytest.raises(NotAllowed, match="Run /setup: it takes a minute"):
        await joining.viewer(visitor("Ada", may_manage_server=True), now=NOW)


@pytest.mark.parametrize(
    ("roles", "manages", "standing"),
    [
        ((), False, Standing.PUBLIC),
        ((MEMBERS,), False, Standing.MEMBER),
        ((ORGANIZERS,), False, Standing.ORGANIZER),
        ((), True, Standing.ORGANIZER),
    ],
)
async def test_roles_say_what_somebody_is(
    store: Store, *, roles: tuple[int, ...], manages: bool, standing: Standing
) -> None:
    await World.found(store)
    who = visitor("Ben", role_ids=roles, may_manage_server=manages)

    viewer = await MembershipService(store).viewer(who, now=NOW)

    assert viewer.standing is standing
    assert (viewer.member is None) == (standing is Standing.PUBLIC)


async def test_a_changed_name_is_known_from_the_next_thing_on(store: Store) -> None:
    world, joining = await World.found(store), MembershipService(store)
    world, joining = await World.found(store), MembershipService(store)
    ben = await world.viewer("Ben")
    renamed = replace(visitor("Ben", role_ids=(MEMBERS,)), display_name="Benjamin")

    await joining.viewer(renamed, now=NOW)

    async with store.read() as connection:
        kept = await members.by_id(connection, ben.require_member().id)
    assert kept is not None
    assert kept.display_name == "Benjamin"


async def test_who_loses_the_member_role_loses_the_feeds_with_the_next_thing_asked(
    store: Store,
) -> None:
    world, subscribing = await World.found(store), SubscriptionService(store)
    world, subscribing = await World.found(store), SubscriptionService(store)
    ben = await world.viewer("Ben")
    await subscribing.subscribe(ben, label="Google", now=NOW)

    stranger = await world.viewer("Ben", role_ids=())

    assert stranger.standing is Standing.PUBLIC
    assert await subscribing.links(ben) == []
    back = await world.viewer("Ben")
    assert back.require_member().left_at is None
    assert await subscribing.links(back) == []


async def test_what_members_say_of_themselves_is_kept(store: Store) -> None:
    world, joining = await World.found(store), MembershipService(store)
    world, joining = await World.found(store), MembershipService(store)
    ben = await world.viewer("Ben")

    await joining.describe_oneself(ben, site_slug="mit", role=Role.POSTDOC)
    told = await joining.describe_oneself(
        ben, zone="Europe/Lisbon", hours=(time(8), time(16)), public_name="Benjamin Adler"
    )

    assert told.site is not None
    assert (told.site.slug, told.member.role) == ("mit", Role.POSTDOC)
    assert (told.member.zone, told.member.opens) == ("Europe/Lisbon", time(8))
    assert told.member.name == "Benjamin Adler"


async def test_what_does_not_exist_is_refused_in_words(store: Store) -> None:
    world, joining = await World.found(store), MembershipService(store)
    world, joining = await World.found(store), MembershipService(store)
    ben = await world.viewer("Ben")

    with pytest.raises(Refusal, match="I don't know the time zone"):
        await joining.describe_oneself(ben, zone="Mars/Base")
    with pytest.raises(NotFound, match="no such site"):
        await joining.describe_oneself(ben, site_slug="mars")
    with pytest.raises(Refusal, match="Nothing to change"):
        await joining.describe_oneself(ben)
    with pytest.raises(NotAllowed, match="Only members"):
        await joining.describe_oneself(await world.stranger(), site_slug="mit")
