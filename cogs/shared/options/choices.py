"""The choices of a command's option: within Discord's limits, matched, and picked."""

from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from typing import Any, Literal

import discord
from discord import app_commands

from bot.chat.interactions import Interaction
from bot.chat.markdown import cut
from bot.core.naming import plain_name
from bot.core.refusals import NotFound
from bot.core.search import fitting
from bot.core.translation import _

# Discord's limits of autocompletion: choices, and characters of a choice.
CHOICES, CHOICE = 25, 100
SHORT = 50  # characters of what was typed that are quoted
MOST_DIGITS = 18  # of the ids that SQLite can hold

Offer = Callable[[Interaction, str], Awaitable[list[app_commands.Choice[str]]]]
Picked = Literal["announcement", "calendar", "closure", "link", "meeting", "slot", "talk"]
SHOWN = 3  # of the choices that fit what was typed


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


def fitting_choices(typed: str, rows: Iterable[tuple[str, ...]]) -> list[app_commands.Choice[str]]:
    """Return choices for what fits, the best first: rows of a name, a value and further texts."""
    return choices(fitting(typed, (((name, value), (name, *more)) for name, value, *more in rows)))


def matches(typed: str, *texts: str) -> bool:
    """Return whether every typed word occurs in one of the texts."""
    known = " ".join(texts).casefold()
    return all(word in known for word in typed.casefold().split())


async def picked(interaction: Interaction, typed: str, *, what: Picked, offer: Offer) -> int:
    """Return the id that was picked, or of the only choice that fits words typed without picking.

    A choice that has the words in a row is taken before those that have them apart, and these
    before those that are only similar.
    """
    if _is_id(typed):
        return int(typed)
    offered = [one for one in await offer(interaction, typed) if _is_id(one.value)]
    in_a_row = [one for one in offered if _in_a_row(typed, one.name)]
    fitting = in_a_row or [one for one in offered if matches(typed, one.name)] or offered
    if len(fitting) == 1:
        return int(fitting[0].value)
    if not fitting:
        raise NotFound(_none_fits(cut(typed, SHORT))[what])
    message = _(
        "“{typed}” can mean: {choices}. Type more of it, or pick one from the list.",
        typed=cut(typed, SHORT),
        choices="; ".join(one.name for one in fitting[:SHOWN])
        + ("; …" if len(fitting) > SHOWN else ""),
    )
    raise NotFound(message)


def _none_fits(typed: str) -> dict[Picked, str]:
    return {
        "announcement": _(
            "I found no announcement for “{typed}”. Pick one from the list.", typed=typed
        ),
        "calendar": _("I found no calendar for “{typed}”. Pick one from the list.", typed=typed),
        "closure": _("I found no closure for “{typed}”. Pick one from the list.", typed=typed),
        "link": _("I found no calendar link for “{typed}”. Pick one from the list.", typed=typed),
        "meeting": _("I found no meeting for “{typed}”. Pick one from the list.", typed=typed),
        "slot": _("I found no free slot for “{typed}”. Pick one from the list.", typed=typed),
        "talk": _("I found no talk for “{typed}”. Pick one from the list.", typed=typed),
    }


def _in_a_row(typed: str, text: str) -> bool:
    return f" {plain_name(typed)} " in f" {plain_name(text)} "


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
