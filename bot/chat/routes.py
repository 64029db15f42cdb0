"""Buttons and forms by what their custom_id says: they work after a restart, for ever.

discord.py keeps views and forms in memory; ours are stopped before they are sent, so it keeps none,
and every click and every submitted form comes here, is checked anew, and goes to its cog's method.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord.ext import commands

from bot.chat import errors as failures
from bot.chat.deferral import answered_in_time
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.markdown import cut
from bot.chat.member_limits import READS, WRITES, Rate, TooFast
from bot.chat.replies import VERSION, Attachment, Button, Reply, custom_id
from bot.core.refusals import NotAllowed, NotFound, NotSaved
from bot.drafts.service import DraftService

if TYPE_CHECKING:
    from bot.chat.client import Meridian

FORM_TITLE = 45  # characters Discord takes
LARGEST = 2**63 - 1  # of SQLite's and of Discord's ids
Click = Callable[..., Awaitable[None]]
Choice = TypeVar("Choice", bound=StrEnum)
Method = TypeVar("Method", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of a form, or a paragraph; at most five stand in a form.

    What is `secret` is kept nowhere but where it is meant to go: no draft holds it.
    """

    id: str
    label: str
    placeholder: str = ""
    required: bool = False
    paragraph: bool = False
    secret: bool = False
    most: int = 200

    def item(self, value: str) -> discord.ui.TextInput[discord.ui.Modal]:
        """Return it as discord.py wants it, filled in with `value`."""
        style = discord.TextStyle.paragraph if self.paragraph else discord.TextStyle.short
        return discord.ui.TextInput(
            label=self.label,
            custom_id=self.id,
            style=style,
            placeholder=self.placeholder or None,
            default=cut(value, self.most) or None,
            required=self.required,
            max_length=self.most,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form by its kind; `arguments` of its custom_id say what it is about."""

    kind: str
    title: str
    fields: tuple[Field, ...]

    def kept(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return what may be kept of what was typed."""
        secret = {item.id for item in self.fields if item.secret}
        return {name: value for name, value in values.items() if name not in secret}

    def modal(
        self, *arguments: object, values: Mapping[str, str | None] | None = None
    ) -> discord.ui.Modal:
        """Return the form, filled in; stopped, so that discord.py keeps nothing of it in memory."""
        modal = discord.ui.Modal(
            title=cut(self.title, FORM_TITLE), custom_id=custom_id(self.kind, *arguments)
        )
        for item in self.fields:
            modal.add_item(item.item((values or {}).get(item.id) or ""))
        modal.stop()
        return modal


def clicks(kind: str, *, pace: Rate = WRITES) -> Callable[[Method], Method]:
    """Mark a cog's method as what a button of this kind does; it gets the custom_id's arguments.

    `pace` says how a click counts against the limits of its member and server.
    """

    def mark(method: Method) -> Method:
        method.__dict__["button_kind"] = kind
        method.__dict__["button_pace"] = pace
        return method

    return mark


def submits(form: Form) -> Callable[[Method], Method]:
    """Mark a cog's method as what a submitted form does; it gets the values, then the arguments."""

    def mark(method: Method) -> Method:
        method.__dict__["form"] = form
        return method

    return mark


class Routes(commands.Cog):
    """All buttons and forms of all cogs, by kind."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot
        self._buttons: dict[str, tuple[Rate, Click]] = {"reopen": (READS, self._reopen)}
        self._forms: dict[str, tuple[Form, Click]] = {}
        self._learnt: frozenset[str] = frozenset()

    def _learn(self) -> None:
        """Know the marked methods of all cogs that are loaded by now."""
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
    def kinds(self) -> set[str]:
        """The kinds of button that are known."""
        self._learn()
        return set(self._buttons)

    def pace_of(self, kind: str) -> Rate:
        """Return how a click on a button of this kind counts."""
        self._learn()
        return self._buttons[kind][0]

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Do what a click or a submitted form asks for; commands are left to discord.py."""
        if interaction.type not in {
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        }:
            return
        if not interaction.client.is_new(interaction):
            return
        self._learn()
        data: Mapping[str, Any] = interaction.data or {}
        version, _, rest = str(data.get("custom_id", "")).partition(":")
        kind, *arguments = rest.split(":")
        try:
            _require_current(version)
            if interaction.type is discord.InteractionType.component:
                await self._click(interaction, kind, arguments)
            else:
                async with answered_in_time(interaction):
                    await self._submit(interaction, kind, arguments, values_of(data))
        except Exception as error:  # noqa: BLE001 - the one error surface takes whatever it was
            await interaction.client.report(interaction, error)

    async def _click(self, interaction: Interaction, kind: str, arguments: list[str]) -> None:
        if kind not in self._buttons:
            raise NotFound(OUTDATED)
        pace, method = self._buttons[kind]
        interaction.client.count(interaction, pace)
        await method(interaction, *arguments)

    async def _submit(
        self, interaction: Interaction, kind: str, arguments: list[str], values: dict[str, str]
    ) -> None:
        if kind not in self._forms:
            raise NotFound(OUTDATED)
        form, method = self._forms[kind]
        try:
            interaction.client.count(interaction, WRITES)
            await method(interaction, values, *arguments)
        except NotAllowed:
            raise
        except (TooFast, NotSaved) as refusal:
            # A draft would be a write too.
            await answer(interaction, as_file(str(refusal), form, values))
        except Exception as error:
            if failures.is_too_late(error):
                raise
            # Whatever it was, nothing typed may be lost.
            sentence = failures.sentence_for(error)
            await answer(
                interaction, await given_back(interaction, sentence, form, values, arguments)
            )

    async def _reopen(self, interaction: Interaction, draft_id: str) -> None:
        content = await kept(interaction, kind="form", draft_id=draft_id)
        form, _ = self._forms[content["form"]]
        modal = form.modal(*content["arguments"], values=content["values"])
        await interaction.response.send_modal(modal)


OUTDATED = "This button is from an older version of Meridian: please type the command again."


async def given_back(
    interaction: Interaction,
    sentence: str,
    form: Form,
    values: Mapping[str, str],
    arguments: Sequence[str],
) -> Reply:
    """Return why a form was refused, with a button that opens it again, filled in.

    Where not even the draft can be stored, what was typed comes back as a file.
    """
    typed = {"form": form.kind, "values": form.kept(values), "arguments": list(arguments)}
    try:
        draft_id = await keep(interaction, kind="form", content=typed)
    except Exception:  # noqa: BLE001 - the store may be the very thing that failed
        return as_file(sentence, form, values)
    return reopening(sentence, draft_id)


def reopening(sentence: str, draft_id: int, *, cards: Sequence[discord.Embed] = ()) -> Reply:
    """Return a sentence with a button that opens a kept form again."""
    button = Button(
        label="Open the form again, filled in",
        id=custom_id("reopen", draft_id),
        style=discord.ButtonStyle.primary,
    )
    return Reply(text=sentence, cards=cards, buttons=(button,))


def as_file(sentence: str, form: Form, values: Mapping[str, str]) -> Reply:
    """Return why a form was refused, with what was typed as a file."""
    kept = form.kept(values)
    parts = [f"{item.label}\n{kept.get(item.id, '')}\n" for item in form.fields]
    typed = "\n".join(parts).encode(errors="replace")
    return Reply(text=sentence, files=(Attachment("what-you-typed.txt", typed),))


def _require_current(version: str) -> None:
    if version != VERSION:
        raise NotFound(OUTDATED)


def values_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed into a submitted form, by field."""
    found: dict[str, str] = {}
    waiting = list(data.get("components", []))
    while waiting:
        part = waiting.pop()
        waiting.extend(part.get("components", []))
        if "component" in part:
            waiting.append(part["component"])
        if "custom_id" in part and "value" in part:
            found[part["custom_id"]] = str(part["value"] or "")
    return found


async def keep(interaction: Interaction, *, kind: str, content: dict[str, Any]) -> int:
    """Keep what was typed until it is saved; return the draft's id."""
    client = interaction.client
    return await client.services[DraftService].keep(
        await viewer_of(interaction),
        discord_id=interaction.user.id,
        kind=kind,
        content=content,
        now=client.clock.now(),
    )


async def kept(interaction: Interaction, *, kind: str, draft_id: str) -> dict[str, Any]:
    """Return what this person typed; refuse where it is gone or somebody else's."""
    return await interaction.client.services[DraftService].content(
        await viewer_of(interaction),
        draft_id=number(draft_id),
        discord_id=interaction.user.id,
        kind=kind,
    )


async def forget(interaction: Interaction, draft_id: str) -> None:
    """Forget what was saved or given up."""
    await interaction.client.services[DraftService].forget(number(draft_id))


def number(text: str) -> int:
    """Return the number in a custom_id; refuse anything else, which no button of ours holds."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    if not is_number or int(text) > LARGEST:
        raise NotFound(OUTDATED)
    return int(text)


def word(kind: type[Choice], text: str) -> Choice:
    """Return what a custom_id means by a word; refuse any that no button of ours holds."""
    try:
        return kind(text)
    except ValueError:
        raise NotFound(OUTDATED) from None


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Routes(bot))
