"""Forms: their fields, and what was typed into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.markdown import cut
from bot.chat.replies import Attachment, Reply, custom_id

FORM_TITLE = 45  # characters Discord takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of a form, or a paragraph; a form has at most five.

    A `secret` value is never kept in a draft.
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
    """A form by its kind; the arguments of its custom_id identify what it changes."""

    kind: str
    title: str
    fields: tuple[Field, ...]

    def kept(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return the typed values without secret ones."""
        secret = {item.id for item in self.fields if item.secret}
        return {name: value for name, value in values.items() if name not in secret}

    def modal(
        self, *arguments: object, values: Mapping[str, str | None] | None = None
    ) -> discord.ui.Modal:
        """Return the form, filled in, and stopped so that discord.py forgets it."""
        modal = discord.ui.Modal(
            title=cut(self.title, FORM_TITLE), custom_id=custom_id(self.kind, *arguments)
        )
        for item in self.fields:
            modal.add_item(item.item((values or {}).get(item.id) or ""))
        modal.stop()
        return modal


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


def as_file(sentence: str, form: Form, values: Mapping[str, str]) -> Reply:
    """Return why a form was refused, with the typed text as a file."""
    kept = form.kept(values)
    parts = [f"{item.label}\n{kept.get(item.id, '')}\n" for item in form.fields]
    typed = "\n".join(parts).encode(errors="replace")
    return Reply(text=sentence, files=(Attachment("what-you-typed.txt", typed),))
