"""Commands as texts that one can click; Discord wants their ids for that."""

import logging
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import AppCommand

log = logging.getLogger(__name__)


class CommandMentions:
    """The ids of the registered commands, by name."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def learn(self, registered: Iterable[AppCommand]) -> None:
        """Remember the ids that Discord gave to commands."""
        self._ids = {command.name: command.id for command in registered}

    async def ask(self, tree: app_commands.CommandTree[Any]) -> None:
        """Ask Discord for the ids, once, where an earlier start registered the commands."""
        if self._ids:
            return
        try:
            self.learn(await tree.fetch_commands())
        except (discord.HTTPException, discord.RateLimited) as error:
            log.warning("Discord did not list the commands: %s", error)

    def text(self, command: str) -> str:
        """Return a command, like "talk signup", as one can click it; as code without its id."""
        command_id = self._ids.get(command.partition(" ")[0])
        return f"`/{command}`" if command_id is None else f"</{command}:{command_id}>"
