"""The chat of the demo: one channel of the stand-in for Discord, in the browser."""

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self

import simcord
from simcord import Preview, SetupError

from bot.connection import StartRefusal
from bot.core.translation import _

if TYPE_CHECKING:
    from bot.demo.stage import Stage
    from bot.demo.world import World


class ChatWindow:
    """A channel in the browser, while entered; the stand-in shows only one at a time."""

    def __init__(self, stage: "Stage", world: "World", port: int) -> None:
        self._stage, self._world, self._port = stage, world, port
        self._open = AsyncExitStack()
        self._preview: Preview | None = None

    async def __aenter__(self) -> Self:
        await self.show(self._world.channels["seminar"])
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self._open.aclose()

    @property
    def address(self) -> str:
        """The address of the chat."""
        return "" if self._preview is None else self._preview.url

    async def show(
        self, channel: simcord.ChannelHandle, viewer: simcord.UserHandle | None = None
    ) -> None:
        """Show another channel, as everybody in the server or as one viewer."""
        await self._open.aclose()
        viewers = list(self._world.people.values()) if viewer is None else [viewer]
        preview = self._stage.discord.preview(
            channel,
            viewers=viewers,
            layout="channel",
            port=self._port,
        )
        try:
            self._preview = await self._open.enter_async_context(preview)
        except SetupError as error:
            message = _(
                "Port {port} for the chat cannot be used. "
                "Stop the program that uses it, or set CHAT_PORT to another port.",
                port=self._port,
            )
            raise StartRefusal(message) from error

    async def refresh(self) -> None:
        """Show what was posted since."""
        if self._preview is not None:
            await self._stage.in_turn(self._preview.refresh)
