"""The connection to Discord: coming in, staying, and why it ends."""

import asyncio
from datetime import timedelta

import discord
from discord.http import Route

from bot.chat.client import Meridian
from bot.core.translation import _
from bot.outbox.worker import Outbox

BETWEEN_LOOKS = 10.0  # seconds
# Discord allows 1,000 starts a day and takes the token away after the last.
STARTS_TO_SPARE = 50
BAD_TOKEN = 4004  # what the gateway says of one
TOKEN_REFUSED = _(
    "Discord refuses DISCORD_TOKEN. Copy a new one from your application's page: Bot, Reset Token."
)


class StartRefusal(Exception):  # noqa: N818 - a sentence for the operator, like a Refusal
    """Meridian does not start, in a sentence that says what to do."""


class Connection:
    """A client in Discord, and the outbox that sends through it."""

    def __init__(self, client: Meridian, outbox: Outbox) -> None:
        self._client, self._outbox = client, outbox

    async def hold(self, token: str) -> None:
        """Be in Discord until it is left; raises StartRefusal where Discord does not let us in."""
        try:
            await self._client.login(token)
        except discord.LoginFailure:
            raise StartRefusal(TOKEN_REFUSED) from None
        except OSError as error:
            message = _(
                "Discord cannot be reached ({error}). Is this computer online?", error=error
            )
            raise StartRefusal(message) from error
        await self._require_starts_to_spare()
        try:
            await self._stay()
        except discord.ConnectionClosed as closed:
            message = _("Discord closed the connection to Meridian ({code}).", code=closed.code)
            refused = closed.code == BAD_TOKEN
            raise StartRefusal(TOKEN_REFUSED if refused else message) from closed

    async def _stay(self) -> None:
        """Be in Discord and send what is due, until one of them ends or falls silent."""
        tasks = [
            asyncio.create_task(work, name=name)
            for name, work in (
                ("gateway", self._client.connect()),
                ("outbox", self._outbox.run()),
                ("watchdog", self._watch()),
            )
        ]
        try:
            done, _pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self) -> None:
        """End the program if the outbox gives no sign of life: a supervisor starts it again."""
        while not self._outbox.is_silent:  # noqa: ASYNC110 - nothing tells of silence but time
            await asyncio.sleep(BETWEEN_LOOKS)
        message = _(
            "The outbox has stopped working. Meridian ends, so that it can be started again."
        )
        raise StartRefusal(message)

    async def _require_starts_to_spare(self) -> None:
        limit = (await self._client.http.request(Route("GET", "/gateway/bot")))[
            "session_start_limit"
        ]
        if limit["remaining"] < STARTS_TO_SPARE:
            wait = timedelta(milliseconds=limit["reset_after"])
            message = _(
                "Discord allows only {remaining} more starts in the next {wait}, and the last one "
                "costs the token. Find out what keeps restarting Meridian, and wait.",
                remaining=limit["remaining"],
                wait=wait,
            )
            raise StartRefusal(message)
