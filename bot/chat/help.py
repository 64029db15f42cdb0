"""The guide behind /help: each command with an example."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import discord

from bot.chat.replies import EMBEDS, FIELD_VALUE, Reply, card
from bot.core.translation import _
from bot.people.model.viewers import Standing

PUBLIC, MEMBER, ORGANIZER = Standing.PUBLIC, Standing.MEMBER, Standing.ORGANIZER


@dataclass(frozen=True, slots=True)
class Help:
    """A command, who may use it, and an example of its options."""

    command: str
    who: Standing
    example: str = ""

    @property
    def line(self) -> str:
        """Return the command as it is typed."""
        return f"`/{' '.join(filter(None, (self.command, self.example)))}`"


AT_ONCE = _("Quick commands")  # those of one word, before all others
# The groups most people need come first; one that is not named here comes last.
GROUPS = (
    AT_ONCE,
    "/talk",
    "/series",
    "/meeting",
    "/fair",
    "/calendar",
    "/me",
    "/announce",
    "/site",
)
MENTIONS = _(
    "In chat: `@Meridian next`, `@Meridian talks` and `@Meridian when Thu 5pm Zurich` answer in "
    "the channel, where everybody can see it."
)


def guide_reply(
    commands: Iterable[tuple[str, str]], guide: Iterable[Help], standing: Standing
) -> Reply:
    """Return the commands (name and purpose) that somebody of this standing may use."""
    known = {help_.command: help_ for help_ in guide}
    allowed = sorted(
        ((name, purpose) for name, purpose in commands if known[name].who <= standing),
        key=lambda command: (_place(_group(command[0])), command[0]),
    )
    whole = _card([(name, f"{known[name].line}\n{purpose}") for name, purpose in allowed], MENTIONS)
    if _fits(whole):
        return Reply(cards=(whole,))
    more = _("Discord shows what a command does as you type it.")
    brief = f"{MENTIONS} {more}"
    return Reply(cards=(_card([(name, known[name].line) for name, _ in allowed], brief),))


def _card(lines: Sequence[tuple[str, str]], said: str) -> discord.Embed:
    groups = groupby(lines, key=lambda line: _group(line[0]))
    fields = [(group, "\n".join(line for _, line in members)) for group, members in groups]
    return card(_("What you can do here"), said, fields=fields)


def _fits(shown: discord.Embed) -> bool:
    """Return whether everything fits: each field and the whole card."""
    return len(shown) <= EMBEDS and all(len(f.value or "") < FIELD_VALUE for f in shown.fields)


def _group(name: str) -> str:
    noun, _, rest = name.partition(" ")
    return f"/{noun}" if rest else AT_ONCE


def _place(group: str) -> tuple[int, str]:
    """Return the sort key of a group."""
    return (GROUPS.index(group) if group in GROUPS else len(GROUPS), group)
