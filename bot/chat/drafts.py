"""Drafts: typed text that is kept until it is saved, and forms that open with it again."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.chat.custom_ids import number
from bot.chat.forms import Form, as_file
from bot.chat.interactions import Interaction, viewer_of
from bot.chat.replies import Button, Reply, custom_id
from bot.core.refusals import NotSaved
from bot.core.translation import _
from bot.drafts.service import DraftService

UNKEPT = 1  # the id of no draft: they are larger, and those of older versions are gone


async def keep(interaction: Interaction, *, kind: str, content: dict[str, Any]) -> int:
    """Keep what was typed until it is saved; return the id of the draft."""
    client = interaction.client
    return await client.services[DraftService].keep(
        await viewer_of(interaction),
        discord_id=interaction.user.id,
        kind=kind,
        content=content,
        now=client.clock.now(),
    )


async def keep_if_possible(interaction: Interaction, *, kind: str, content: dict[str, Any]) -> int:
    """Keep what only serves to turn pages; where nothing can be saved, its buttons say so later."""
    try:
        return await keep(interaction, kind=kind, content=content)
    except NotSaved:
        return UNKEPT


async def kept(interaction: Interaction, *, kind: str, draft_id: str) -> dict[str, Any]:
    """Return what this person typed; refuse if it is gone or somebody else's."""
    return await interaction.client.services[DraftService].content(
        await viewer_of(interaction),
        draft_id=number(draft_id),
        discord_id=interaction.user.id,
        kind=kind,
    )


async def discard(interaction: Interaction, *, kind: str, draft_id: str) -> None:
    """Discard what this person typed; refuse if it is gone or somebody else's."""
    await kept(interaction, kind=kind, draft_id=draft_id)
    await interaction.client.services[DraftService].discard(number(draft_id))


async def saved(interaction: Interaction, draft_id: str) -> None:
    """End a draft that was saved with another one."""
    await interaction.client.services[DraftService].saved(number(draft_id))


async def supersede(interaction: Interaction, draft_id: str) -> None:
    """End a draft of which there is a later version: its buttons confirm nothing any more."""
    await interaction.client.services[DraftService].supersede(number(draft_id))


async def given_back(
    interaction: Interaction,
    sentence: str,
    form: Form,
    values: Mapping[str, str],
    arguments: Sequence[str],
) -> Reply:
    """Return why a form was refused, with a button that opens it again, filled in.

    If the draft cannot be stored either, the typed text is returned as a file.
    """
    typed = {"form": form.kind, "values": form.kept(values), "arguments": list(arguments)}
    try:
        draft_id = await keep(interaction, kind="form", content=typed)
    except Exception:  # noqa: BLE001 - the store may be the very thing that failed
        return as_file(sentence, form, values)
    return reopening(sentence, draft_id)


def reopening(sentence: str, draft_id: int, *, cards: Sequence[discord.Embed] = ()) -> Reply:
    """Return a sentence with a button that opens the form again, filled in."""
    button = Button(
        label=_("Open the form again, filled in"),
        id=custom_id("reopen", draft_id),
        style=discord.ButtonStyle.primary,
    )
    return Reply(text=sentence, cards=cards, buttons=(button,))
