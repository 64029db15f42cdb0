"""Whether Discord's gateway is there, and why it lets Meridian in no more."""

import asyncio

from discord.ext import commands


class Presence:
    """What is known of the gateway; `refused` is why it lets Meridian in no more, if it does."""

    def __init__(self) -> None:
        self.refused = ""
        self._away_since: float | None = None  # by the loop's clock

    def follow(self, client: commands.Bot) -> None:
        """Note when a client loses the gateway and when it is back."""
        client.add_listener(self.note_away, "on_disconnect")
        for there in ("on_connect", "on_resumed"):
            client.add_listener(self.note_there, there)

    @property
    def seconds_away(self) -> float:
        """For how long the gateway has been out of reach; 0 while it is there."""
        if self._away_since is None:
            return 0.0
        return asyncio.get_running_loop().time() - self._away_since

    async def note_away(self) -> None:
        """Note that the gateway is out of reach from now on, if it was not already."""
        if self._away_since is None:
            self._away_since = asyncio.get_running_loop().time()

    async def note_there(self) -> None:
        """Note that the gateway is there."""
        self._away_since = None
