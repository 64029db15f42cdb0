"""The connection to Discord: coming in, staying, and why it ends."""

import asyncio
import logging
from datetime import timedelta

import aiohttp
import discord
from discord.http import Route

from bot.chat.client import Meridian
from bot.core.translation import _
from bot.outbox.worker import Outbox
from bot.storage import instance

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries to log in
BETWEEN_LOOKS = 10.0  # seconds
LONG_AWAY = 60.0  # seconds
# Discord allows 1,000 starts a day and takes the token away after the last.
STARTS_TO_SPARE = 50
BAD_TOKEN = 4004  # what the gateway says of one
TOKEN_REFUSED = _(
    "Discord refuses DISCORD_TOKEN. Copy a new one from your application's page: Bot, Reset Token."
)


class StartRefusal(Exception):  # noqa: N818 - a sentence for the operator, like a Refusal
    """Meridian does not start, in a sentence that says what to do."""


class ConnectionHealth:
    """What /healthz, /metrics and /status show; feeds and pages are served whatever it is."""

    def __init__(self, client: Meridian, outbox: Outbox) -> None:
        """Watch a client and an outbox."""
        self._client, self._outbox = client, outbox

    @property
    def ailment(self) -> str:
        """Return what is wrong, in a sentence; an empty text if nothing is."""
        presence = self._client.presence
        if presence.refused:
            return presence.refused
        away = presence.seconds_away
        if away >= LONG_AWAY:
            return _(
                "Discord has been out of reach for {minutes} min.", minutes=max(int(away // 60), 1)
            )
        return self._outbox.ailment

    async def figures(self) -> dict[str, float]:
        """Return the figures of the outbox by name, labels included."""
        return await self._outbox.figures()


class Connection:
    """A client in Discord, and the outbox that sends through it."""

    def __init__(self, client: Meridian, outbox: Outbox) -> None:
        self._client, self._outbox = client, outbox

    async def hold(self, token: str) -> None:
        """Be in Discord until it is left.

        Where Discord lets us in no more, feeds and pages are served on until the program is
        stopped. Raises StartRefusal instead where this database has never been in Discord: then
        somebody is setting Meridian up, and reads why.
        """
        await self._client.presence.note_away()
        try:
            await self._enter(token)
            await self._stay()
        except discord.LoginFailure:
            await self._outlive(TOKEN_REFUSED)
        except discord.ConnectionClosed as closed:
            message = _("Discord closed the connection to Meridian ({code}).", code=closed.code)
            await self._outlive(TOKEN_REFUSED if closed.code == BAD_TOKEN else message)

    async def _enter(self, token: str) -> None:
        """Log in; where Discord is out of reach, come again and again."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._client.login(token)
                await self._require_starts_to_spare()
            except (OSError, aiohttp.ClientError, discord.DiscordServerError) as error:
                message = _(
                    "Discord cannot be reached ({error}). Is this computer online?", error=error
                )
                if not await self._was_there_before():
                    raise StartRefusal(message) from error
                log.warning("%s", message)
                http = self._client.http
                await http.close()
                http.connector = discord.utils.MISSING  # discord.py would use the closed one
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return

    async def _outlive(self, refusal: str) -> None:
        """Serve feeds and pages on without Discord, until the program is stopped."""
        if not await self._was_there_before():
            raise StartRefusal(refusal)
        log.critical("Feeds and pages are served on, but nothing else: %s", refusal)
        self._client.presence.refused = refusal
        await asyncio.Event().wait()

    async def _was_there_before(self) -> bool:
        async with self._client.store.read() as connection:
            return await instance.application_id(connection) is not None

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
