"""Buttons and forms, routed by their custom_id, so they still work after a restart.

discord.py keeps views and forms in memory. Ours are stopped before they are sent; every click and
every submitted form comes here, is checked again, and goes to the method of a cog.
"""

from collections.abc import Awaitable, Callable, Mapping
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord.ext import commands

from bot.chat import errors as failures
from bot.chat.custom_ids import OUTDATED, require_current
from bot.chat.deferral import answered_in_time
from bot.chat.double_submissions import DoubleSubmissions, SentTwice
from bot.chat.drafts import given_back, kept
from bot.chat.forms import Form, as_file, values_of
from bot.chat.interactions import Interaction, answer
from bot.chat.member_limits import READS, WRITES, Rate, TooFast
from bot.core.refusals import NotAllowed, NotFound, NotSaved
from bot.storage.saved import begin_noting, was_saved

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Click = Callable[..., Awaitable[None]]
Method = TypeVar("Method", bound=Callable[..., Awaitable[None]])
CLICKS_AND_FORMS = frozenset(
    {discord.InteractionType.component, discord.InteractionType.modal_submit}
)


def clicks(kind: str, *, pace: Rate = WRITES) -> Callable[[Method], Method]:
    """Mark a cog's method as the handler of a kind of button; it gets the custom_id's arguments.

    `pace` is how a click counts against the limits of its member and server.
    """

    def mark(method: Method) -> Method:
        method.__dict__["button_kind"] = kind
        method.__dict__["button_pace"] = pace
        return method

    return mark


def submits(form: Form) -> Callable[[Method], Method]:
    """Mark a cog's method as the handler of a form; it gets the values, then the arguments."""

    def mark(method: Method) -> Method:
        method.__dict__["form"] = form
        return method

    return mark


class RoutesCog(commands.Cog):
    """The buttons and forms of all cogs, by kind."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot
        self._buttons: dict[str, tuple[Rate, Click]] = {"reopen": (READS, self._reopen)}
        self._forms: dict[str, tuple[Form, Click]] = {}
        self._learnt: frozenset[str] = frozenset()
        self._submissions = DoubleSubmissions()

    def _learn(self) -> None:
        """Collect the marked methods of the loaded cogs."""
        if self._learnt == self._bot.cogs.keys():
            return
        for cog in self._bot.cogs.values():
            for name, marked in vars(type(cog)).items():
                if kind := getattr(marked, "button_kind", None):
                    self._buttons[kind] = (marked.button_pace, getattr(cog, name))
                if form := getattr(marked, "form", None):
                    self._forms[form.kind] = (form, getattr(cog, name))
        self._learnt = frozenset(self._bot.cogs)

    @property
    def forms(self) -> set[str]:
        """The known kinds of form."""
        self._learn()
        return set(self._forms)

    @property
    def kinds(self) -> set[str]:
        """The known kinds of button."""
        self._learn()
        return set(self._buttons)

    def pace_of(self, kind: str) -> Rate:
        """Return how a click on a button of this kind counts."""
        self._learn()
        return self._buttons[kind][0]

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a click or a submitted form; commands are left to discord.py."""
        if interaction.type not in CLICKS_AND_FORMS or not interaction.client.is_new(interaction):
            return
        begin_noting()
        try:
            await self._route(interaction)
        except Exception as error:  # noqa: BLE001 - the one error surface takes whatever it was
            await interaction.client.report(interaction, error)

    async def _route(self, interaction: Interaction) -> None:
        self._learn()
        data: Mapping[str, Any] = interaction.data or {}
        version, _, rest = str(data.get("custom_id", "")).partition(":")
        kind, *arguments = rest.split(":")
        require_current(version)
        if interaction.type is discord.InteractionType.component:
            await self._click(interaction, kind, arguments)
        else:
            async with answered_in_time(interaction):
                await self._submit(interaction, kind, arguments, values_of(data))

    async def _click(self, interaction: Interaction, kind: str, arguments: list[str]) -> None:
        if kind not in self._buttons:
            raise NotFound(OUTDATED)
        pace, method = self._buttons[kind]
        _require_arguments(method, interaction, *arguments)
        interaction.client.count(interaction, pace)
        await method(interaction, *arguments)

    async def _submit(
        self, interaction: Interaction, kind: str, arguments: list[str], values: dict[str, str]
    ) -> None:
        if kind not in self._forms:
            raise NotFound(OUTDATED)
        form, method = self._forms[kind]
        _require_arguments(method, interaction, values, *arguments)
        sent = (
            interaction.guild_id,
            interaction.user.id,
            kind,
            *arguments,
            *sorted(values.items()),
        )
        try:
            async with self._submissions.turn(sent):
                interaction.client.count(interaction, WRITES)
                await method(interaction, values, *arguments)
        except (NotAllowed, SentTwice):
            raise
        except (TooFast, NotSaved) as refusal:
            if was_saved():
                raise
            # A draft would be a write too.
            await answer(interaction, as_file(str(refusal), form, values))
        except Exception as error:
            if failures.is_too_late(error) or was_saved():
                raise
            # Whatever went wrong, nothing typed may be lost.
            sentence = failures.sentence_for(error)
            await answer(
                interaction, await given_back(interaction, sentence, form, values, arguments)
            )

    async def _reopen(self, interaction: Interaction, draft_id: str) -> None:
        content = await kept(interaction, kind="form", draft_id=draft_id)
        form, _ = self._forms[content["form"]]
        modal = form.modal(*content["arguments"], values=content["values"])
        await interaction.response.send_modal(modal)


def _require_arguments(method: Click, *arguments: object) -> None:
    """Refuse a custom_id with more or fewer arguments than the method takes."""
    try:
        signature(method).bind(*arguments)
    except TypeError:
        raise NotFound(OUTDATED) from None


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(RoutesCog(bot))
