"""Drafts keep what was typed for its author until it is saved."""

import pytest

from bot.core.refusals import NotFound
from bot.drafts.service import DraftService
from bot.storage.database import Store
from tests.worlds import NOW, World

TYPED = {"values": {"title": "Zoë’s talk", "abstract": "line\nline"}}


async def test_only_its_author_finds_a_draft_and_only_here(store: Store) -> None:
    world, drafting = await World.found(store), DraftService(store)
    other = await World.found(store, guild_id=2, slug="physics")
    draft = await drafting.keep(world.organizer, discord_id=7, kind="form", content=TYPED, now=NOW)

    found = await drafting.content(world.organizer, draft_id=draft, discord_id=7, kind="form")

    assert found == TYPED
    for viewer, discord_id, kind in (
        (world.organizer, 8, "form"),
        (world.organizer, 7, "series"),
        (other.organizer, 7, "form"),
    ):
        with pytest.raises(NotFound, match="no longer here"):
            await drafting.content(viewer, draft_id=draft, discord_id=discord_id, kind=kind)
