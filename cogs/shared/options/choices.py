"""The choices of a command's option: within Discord's limits, matched, and picked."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Literal

import discord
from discord import app_commands

from bot.chat.markdown import cut
from bot.core.refusals import NotFound
from bot.core.translation import _

# Discord's limits of autocompletion: choices, and characters of a choice.
CHOICES, CHOICE = 25, 100
MOST_DIGITS = 18  # of the ids that SQLite can hold

Picked = Literal["announcement", "calendar", "closure", "meeting", "slot", "talk"]
NOT_PICKED: dict[Picked, str] = {
    "announcement": _("Please pick the announcement from the list that appears while you type."),
    "calendar": _("Please pick the calendar from the list that appears while you type."),
    "closure": _("Please pick the closure from the list that appears while you type."),
    "meeting": _("Please pick the meeting from the list that appears while you type."),
    "slot": _("Please pick the slot from the list that appears while you type."),
    "talk": _("Please pick the talk from the list that appears while you type."),
}


def choice(name: str, value: str) -> app_commands.Choice[str]:
    """Return a choice, cut to Discord's limits."""
    return app_commands.Choice(name=cut(name, CHOICE) or "…", value=value[:CHOICE])


def choices(pairs: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Return choices for pairs of name and value, as many as Discord takes."""
    return [choice(name, value) for name, value in list(pairs)[:CHOICES]]


class InWords(app_commands.Transformer):
    """Offers an enumeration's values; discord.py would show its names in capitals."""

    def __init__(self, enumeration: type[StrEnum]) -> None:
        super().__init__()
        self._enumeration = enumeration

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]]:
        """All values, as Discord offers them."""
        return [app_commands.Choice(name=one.value, value=one.value) for one in self._enumeration]

    async def transform(self, _interaction: discord.Interaction[Any], value: str, /) -> StrEnum:
        """Return the member of the enumeration that was picked."""
        return self._enumeration(value)


def matches(typed: str, *texts: str) -> bool:
    """Return whether every typed word occurs in one of the texts."""
    known = " ".join(texts).casefold()
    return all(word in known for word in typed.casefold().split())


def picked(typed: str, *, what: Picked) -> int:
    """Return the id that was picked; refuse anything else."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS):
        raise NotFound(NOT_PICKED[what])
    return int(typed)
