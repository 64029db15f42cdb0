"""Replies: what Discord is given to show, within its limits, buttons carrying their meaning."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.markdown import cut

# Discord's limits (Create Message): characters of a message, of an embed's parts, of all embeds.
CONTENT, TITLE, DESCRIPTION, FIELD_NAME, FIELD_VALUE, FOOTER, EMBEDS = (
    2000,
    256,
    4096,
    256,
    1024,
    2048,
    6000,
)
BUTTONS, BUTTON_LABEL, CUSTOM_ID, FILE_DESCRIPTION = 25, 80, 100, 1024
OPTIONS, OPTION_TEXT, PLACEHOLDER = 25, 100, 150  # of a select (Discord: Select Menus)
SHORT = 16  # characters: a text this short is not cut to make room
VERSION = "m1"


def custom_id(kind: str, *parts: object) -> str:
    """Return what a button is: a version, what it does and to what; at most 100 characters."""
    made = ":".join([VERSION, kind, *(str(part) for part in parts)])
    if len(made) > CUSTOM_ID:
        message = f"custom_id of {len(made)} characters: {made}"
        raise ValueError(message)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button: a label, and what it does (`id` made by custom_id) or an address it opens."""

    label: str
    id: str | None = None
    url: str | None = None
    style: discord.ButtonStyle = discord.ButtonStyle.secondary
    disabled: bool = False
    row: int | None = None

    def item(self) -> discord.ui.Button[discord.ui.View]:
        """Return it as discord.py wants it, without a callback."""
        return discord.ui.Button(
            label=cut(self.label, BUTTON_LABEL),
            custom_id=self.id,
            url=self.url,
            style=discord.ButtonStyle.link if self.url else self.style,
            disabled=self.disabled,
            row=self.row,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a select: its label, a line below it, and the value that a choice sends."""

    label: str
    value: str
    description: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A menu of at most 25 options, of which one can be chosen; `id` is made by custom_id."""

    id: str
    placeholder: str
    options: Sequence[Option]

    def item(self) -> discord.ui.Select[discord.ui.View]:
        """Return it as discord.py wants it, without a callback."""
        return discord.ui.Select(
            custom_id=self.id,
            placeholder=cut(self.placeholder, PLACEHOLDER),
            options=[
                discord.SelectOption(
                    label=cut(option.label, OPTION_TEXT),
                    value=option.value,
                    description=cut(option.description, OPTION_TEXT) or None,
                    default=option.chosen,
                )
                for option in self.options[:OPTIONS]
            ],
        )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is shown with a message; a picture says in words what it shows."""

    name: str
    data: bytes
    description: str = ""

    def file(self) -> discord.File:
        """Return it as discord.py wants it, to be sent once."""
        described = cut(self.description, FILE_DESCRIPTION) or None
        return discord.File(io.BytesIO(self.data), self.name, description=described)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A message to be shown: text, cards, buttons, a select, and files.

    `role_id` is the one role that it may ping; nobody else ever is. `formulas` are the texts, as
    typed, whose formulas are shown as a picture where Unicode cannot write them.
    """

    text: str = ""
    cards: Sequence[discord.Embed] = ()
    buttons: Sequence[Button] = ()
    select: Select | None = None
    files: Sequence[Attachment] = ()
    formulas: Sequence[str] = ()
    role_id: int | None = None

    def view(self) -> discord.ui.View | None:
        """Return what can be clicked; a stopped view, so that discord.py keeps none of it."""
        if not self.buttons and self.select is None:
            return None
        view = discord.ui.View(timeout=None)
        if self.select is not None:
            view.add_item(self.select.item())
        for button in self.buttons[:BUTTONS]:
            view.add_item(button.item())
        view.stop()
        return view

    def arguments(self) -> dict[str, Any]:
        """Return what a new message is sent with."""
        sent: dict[str, Any] = {
            "content": cut(self.text, CONTENT) or None,
            "embeds": within_limits(self.cards),
        }
        if self.role_id is not None:
            sent["content"] = cut(f"<@&{self.role_id}> {self.text}".strip(), CONTENT)
            sent["allowed_mentions"] = discord.AllowedMentions(
                everyone=False, users=False, roles=[discord.Object(self.role_id)]
            )
        if (view := self.view()) is not None:
            sent["view"] = view
        if self.files:
            sent["files"] = [attachment.file() for attachment in self.files]
        return sent


def as_edit(reply: Reply) -> dict[str, Any]:
    """Return what a message that stands is edited with: nothing of what it showed is left."""
    sent = reply.arguments()
    pictures = sent.pop("files", [])
    return {"view": None, **sent, "attachments": pictures}


def card(
    title: str,
    description: str = "",
    *,
    fields: Sequence[tuple[str, str]] = (),
    footer: str = "",
    url: str | None = None,
    colour: int = 0x3B6EA5,
) -> discord.Embed:
    """Return an embed whose parts are within Discord's limits; empty fields are left out."""
    made = discord.Embed(
        title=cut(title, TITLE),
        description=cut(description, DESCRIPTION) or None,
        url=url,
        colour=colour,
    )
    for name, value in fields[:25]:
        if value:
            made.add_field(name=cut(name, FIELD_NAME), value=cut(value, FIELD_VALUE), inline=False)
    if footer:
        made.set_footer(text=cut(footer, FOOTER))
    return made


def within_limits(cards: Sequence[discord.Embed]) -> list[discord.Embed]:
    """Return at most ten embeds of 6,000 characters together; the longest texts give way."""
    kept = list(cards[:10])
    while (excess := sum(map(len, kept)) - EMBEDS) > 0:
        if not _give_way(kept, excess):
            kept.pop()
    return kept


def _give_way(cards: Sequence[discord.Embed], excess: int) -> bool:
    """Cut the longest description or field by up to a quarter; return whether there was one."""
    parts = [(len(shown.description or ""), shown, -1) for shown in cards]
    parts += [
        (len(field.value or ""), shown, at)
        for shown in cards
        for at, field in enumerate(shown.fields)
    ]
    length, shown, at = max(parts, key=lambda part: part[0])
    room = length - min(excess, length // 4)
    if length <= SHORT:
        return False
    if at < 0:
        shown.description = cut(shown.description or "", room)
    else:
        field = shown.fields[at]
        value = cut(field.value or "", room)
        shown.set_field_at(at, name=field.name, value=value, inline=field.inline)
    return True
