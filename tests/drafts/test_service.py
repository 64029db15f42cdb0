"""Drafts keep what was typed for its author until it is saved."""

from collections.abc import Awaitable, Callable

import pytest

from bot.core.refusals import NotFound
from bot.drafts.service import DraftService, claim
from bot.people.model.viewers import Viewer
from bot.storage.database import Store
from tests.worlds import NOW, World

TYPED = {"values": {"title": "Zoë’s talk", "abstract": "line\nline"}}


async def keep(store: Store, viewer: Viewer) -> int:
    return await DraftService(store).keep(viewer, discord_id=7, kind="form", content=TYPED, now=NOW)


async def why_not(store: Store, viewer: Viewer, draft: int) -> str:
    with pytest.raises(NotFound) as refused:
        await DraftService(store).content(viewer, draft_id=draft, discord_id=7, kind="form")
    return str(refused.value)


async def test_only_its_author_finds_a_draft_and_only_here(store: Store) -> None:
    world, drafting = await World.found(store), DraftService(store)
    other = await World.found(store, guild_id=2, slug="physics")
    draft = await keep(store, world.organizer)

    found = await drafting.content(world.organizer, draft_id=draft, discord_id=7, kind="form")

    assert found == TYPED
    for viewer, discord_id, kind, why in (
        (world.organizer, 8, "form", "somebody else's"),  # case 59
        (world.organizer, 7, "series", "no longer here"),
        (other.organizer, 7, "form", "no longer here"),
    ):
        with pytest.raises(NotFound, match=why):
            await drafting.content(viewer, draft_id=draft, discord_id=discord_id, kind=kind)


async def test_case_52_the_id_of_a_draft_is_never_used_again(store: Store) -> None:
    world = await World.found(store)
    first = await keep(store, world.organizer)
    async with store.write() as connection:
        await connection.exec_driver_sql("DELETE FROM drafts")

    second = await keep(store, world.organizer)

    # They are far apart: nobody guesses one from another.
    assert abs(second - first) > 1000
    assert "no longer here" in await why_not(store, world.organizer, first)


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (DraftService.saved, "already saved"),
        (DraftService.discard, "discarded this"),
        (DraftService.supersede, "changed this since"),
    ],
)
async def test_a_draft_that_has_ended_says_how_and_keeps_nothing(
    store: Store, end: Callable[[DraftService, int], Awaitable[None]], why: str
) -> None:
    world = await World.found(store)
    draft = await keep(store, world.organizer)

    await end(DraftService(store), draft)

    assert why in await why_not(store, world.organizer, draft)
    async with store.write() as connection:
        with pytest.raises(NotFound, match=why):
            await claim(connection, draft)
        assert (await connection.exec_driver_sql("SELECT content FROM drafts")).scalar() == "{}"


async def test_a_draft_is_saved_with_its_change_or_not_at_all(store: Store) -> None:
    world = await World.found(store)
    draft = await keep(store, world.organizer)

    with pytest.raises(ZeroDivisionError):
        async with store.write() as connection:
            await claim(connection, draft)
            raise ZeroDivisionError
    async with store.write() as connection:
        await claim(connection, draft)

    assert "already saved" in await why_not(store, world.organizer, draft)
