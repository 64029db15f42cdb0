"""Confirmation of typed times: nothing is saved before the time was read back at every site.

A cog that saves something at a typed time has a kind of draft, and for it:

- a command that ends in `confirm_time(interaction, KIND, typed)`, where `typed` is what was typed,
  with the time as `typed["when"]`; or a form that answers with `read_back(…)`, and is
  opened again if that is refused;
- a method marked `@reads_back(KIND)`, which asks the service what `typed` would do and returns it
  as a ReadBack; an AmbiguousTime of the service becomes a question here;
- a method marked `@clicks(KIND)`, which takes `await confirmed(interaction, KIND, draft_id)` and
  saves it: there, `typed["when"]` means the one moment that was shown, whenever it is read.

Drafts are in the store, so every button works after a restart. Only their author can use them.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from discord.ext import commands

from bot.chat import drafts
from bot.chat.custom_ids import OUTDATED, number
from bot.chat.drafts import keep, kept
from bot.chat.forms import Field, Form
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, submits
from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.core.translation import _
from bot.sites.cards.time_confirmation import (
    ReadBack,
    question_reply,
    read_back_reply,
    refused_reply,
)
from bot.sites.service.sites import SiteService
from bot.times.typed_time import AmbiguousTime

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Typed = dict[str, Any]
Show = Callable[[Interaction, Typed], Awaitable[ReadBack]]
Method = TypeVar("Method", bound=Callable[..., Awaitable[ReadBack]])
READINGS = "readings"  # in a draft: the texts of the readings to choose from
AGAIN = Form(
    kind="gate-time",
    title=_("Another time"),
    fields=(
        Field(
            id="when",
            label=_("Date and time"),
            placeholder=_("Thu 5pm Zurich"),
            required=True,
            most=100,
        ),
    ),
)


def reads_back(kind: str) -> Callable[[Method], Method]:
    """Mark a cog's method that returns what a kind of draft would save."""

    def mark(method: Method) -> Method:
        method.__dict__["gate_kind"] = kind
        return method

    return mark


async def confirm_time(interaction: Interaction, kind: str, typed: Typed) -> None:
    """Answer a command with the table; if the time is refused, offer to type another one."""
    try:
        reply = await read_back(interaction, kind, typed)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        draft_id = await keep(interaction, kind=kind, content=typed)
        reply = refused_reply(str(refusal), kind=kind, draft_id=draft_id)
    await answer(interaction, reply)


async def read_back(interaction: Interaction, kind: str, typed: Typed) -> Reply:
    """Return the table of what would be saved, to be confirmed; or ask which time is meant."""
    sites = await interaction.client.services[SiteService].sites(await viewer_of(interaction))
    try:
        shown = await _show(interaction, kind)(interaction, typed)
    except AmbiguousTime as asked:
        content = {**typed, READINGS: [reading.kept for reading in asked.readings]}
        draft_id = await keep(interaction, kind=kind, content=content)
        return question_reply(asked, sites, kind=kind, draft_id=draft_id)
    # Read only once: “tomorrow” must still mean the day that was shown when it is confirmed.
    content = {**typed, "when": shown.to.kept, **shown.kept}
    content[READINGS] = [reading.kept for reading in shown.others]
    draft_id = await keep(interaction, kind=kind, content=content)
    return read_back_reply(shown, sites, kind=kind, draft_id=draft_id)


async def confirmed(interaction: Interaction, kind: str, draft_id: str) -> Typed:
    """Return what this person typed, with the time that was shown."""
    typed = await kept(interaction, kind=kind, draft_id=draft_id)
    return {name: value for name, value in typed.items() if name != READINGS}


def _show(interaction: Interaction, kind: str) -> Show:
    for cog in interaction.client.cogs.values():
        for name, marked in vars(type(cog)).items():
            if getattr(marked, "gate_kind", None) == kind:
                show: Show = getattr(cog, name)
                return show
    raise NotFound(OUTDATED)


class TimeConfirmationCog(commands.Cog):
    """The buttons that save nothing: another reading, another time, discard."""

    @clicks("gate-pick")
    async def pick(self, interaction: Interaction, kind: str, draft_id: str, chosen: str) -> None:
        """Read back the reading that was picked."""
        content = await kept(interaction, kind=kind, draft_id=draft_id)
        readings = [*content.pop(READINGS, ()), content["when"]]
        when = readings[min(number(chosen), len(readings) - 1)]
        await self._again(interaction, kind, draft_id, {**content, "when": when})

    @clicks("gate-again", pace=READS)
    async def ask(self, interaction: Interaction, kind: str, draft_id: str) -> None:
        """Open the form for another time, filled in with this one."""
        typed = await kept(interaction, kind=kind, draft_id=draft_id)
        await interaction.response.send_modal(AGAIN.modal(kind, draft_id, values=typed))

    @submits(AGAIN)
    async def typed(
        self, interaction: Interaction, values: Mapping[str, str], kind: str, draft_id: str
    ) -> None:
        """Read back the other time."""
        typed = await confirmed(interaction, kind, draft_id)
        await self._again(interaction, kind, draft_id, {**typed, **values})

    async def _again(
        self, interaction: Interaction, kind: str, draft_id: str, typed: Typed
    ) -> None:
        reply = await read_back(interaction, kind, typed)
        await drafts.supersede(interaction, draft_id)
        await replace(interaction, reply)

    @clicks("gate-discard")
    async def discard(self, interaction: Interaction, kind: str, draft_id: str) -> None:
        """Discard what was typed."""
        await drafts.discard(interaction, kind=kind, draft_id=draft_id)
        await replace(interaction, Reply(text=_("Discarded. Nothing was saved.")))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(TimeConfirmationCog())
