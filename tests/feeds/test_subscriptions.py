"""Private feeds belong to one member, and their tokens are not stored."""

from hashlib import sha256
from pathlib import Path

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.feeds.service import SubscriptionService
from bot.storage.database import Store
from tests.worlds import NOW, World


async def test_a_token_is_shown_once_and_only_its_digest_is_kept(
    store: Store, database: Path
) -> None:
    ben = await (await World.found(store)).viewer("Ben")

    token = await SubscriptionService(store).subscribe(ben, label="Google", now=NOW)

    (kept,) = await SubscriptionService(store).links(ben)
    files = [file.read_bytes() for file in database.parent.glob("meridian.db*")]
    assert len(token) == 43
    assert kept.token_digest == sha256(token.encode()).hexdigest()
    assert [file for file in files if token.encode() in file] == []
    assert [file for file in files if kept.token_digest.encode() in file] != []


async def test_each_program_has_a_link_of_its_own_up_to_ten(store: Store) -> None:
    ben, subscribing = await (await World.found(store)).viewer("Ben"), SubscriptionService(store)
    ben, subscribing = await (await World.found(store)).viewer("Ben"), SubscriptionService(store)
    tokens = {await subscribing.subscribe(ben, label=f"app {n}", now=NOW) for n in range(10)}

    with pytest.raises(Refusal, match="You already have 10 calendar links"):
        await subscribing.subscribe(ben, label="one more", now=NOW)

    first, *others = await subscribing.links(ben)
    left = await subscribing.revoke(ben, first.id, now=NOW)
    assert len(tokens) == 10
    assert left == others


async def test_nobody_revokes_the_link_of_another(store: Store) -> None:
    world, subscribing = await World.found(store), SubscriptionService(store)
    world, subscribing = await World.found(store), SubscriptionService(store)
    ben, cleo = await world.viewer("Ben"), await world.viewer("Cleo")
    await subscribing.subscribe(ben, label="Google", now=NOW)
    (bens,) = await subscribing.links(ben)

    with pytest.raises(NotFound, match="You have no such calendar link"):
        await subscribing.revoke(cleo, bens.id, now=NOW)

    assert await subscribing.links(ben) == [bens]


async def test_strangers_have_no_private_feed(store: Store) -> None:
    stranger = await (await World.found(store)).stranger()

    with pytest.raises(NotAllowed, match="Only members"):
        await SubscriptionService(store).subscribe(stranger, label="Google", now=NOW)
