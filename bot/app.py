"""Everything built once, started in order, stopped in reverse."""

import logging
import os
from collections.abc import Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from bot.busy.service.rereading import Access
from bot.chat.client import Meridian
from bot.clock import Clock, require_one_release
from bot.connection import Connection, ConnectionHealth, StartRefusal
from bot.core.parts import Parts
from bot.core.translation import _
from bot.ics.download import Fetcher
from bot.ics.sandbox import Reader
from bot.jobs import Housekeeping
from bot.meetings.service.time_zone_release import rederive
from bot.outbox.kinds import Kinds
from bot.outbox.rendering import Renderer
from bot.outbox.worker import Outbox
from bot.programme.service.publication import Publisher
from bot.servers.service.recipients import StoredRecipients
from bot.settings import Settings
from bot.storage.database import Store
from bot.storage.encryption import Cipher
from bot.subject import Subject, assembled, connect
from bot.subjects import SUBJECTS
from bot.web.server import Web

log = logging.getLogger(__name__)

# What cogs of all subjects use: read-backs of typed times; buttons and forms, which come last.
SHARED_COGS = ("cogs.shared.time_confirmation", "bot.chat.routes")
# How long stopping waits for what members asked for; a supervisor kills after ten seconds or more.
SECONDS_TO_FINISH = 8.0
# What Discord tells that may let go out what it kept back before.
CHANGES = (
    "on_guild_join",
    "on_guild_available",
    "on_guild_role_update",
    "on_guild_channel_create",
    "on_guild_channel_update",
    "on_member_update",
)


class App:
    """Meridian. `async with App(settings)` starts everything but Discord, which connect() does."""

    store: Store
    publisher: Publisher
    services: Parts
    web: Web
    client: Meridian
    outbox: Outbox
    health: ConnectionHealth
    housekeeping: Housekeeping

    def __init__(
        self,
        settings: Settings,
        *,
        subjects: Sequence[Subject] = SUBJECTS,
        clock: Clock | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.settings = settings
        self.subjects = tuple(subjects)
        self._kinds = Kinds(kind for subject in self.subjects for kind in subject.kinds)
        self.clock = clock or Clock()
        self._fetcher = fetcher or Fetcher()
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as starting:
            await self._start(starting)
            self._running = starting.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._running.aclose()
        log.info("stopped")

    async def _start(self, running: AsyncExitStack) -> None:
        # Files made from here on hold what members wrote: nobody else on this computer reads them.
        running.callback(os.umask, os.umask(0o077))
        require_one_release()
        now = self.clock.now()
        self.store = await Store.open(self.settings.database_url, now=now)
        running.push_async_callback(self.store.close)
        self.publisher = Publisher(
            self.store, self.settings.public_url, standing=self._kinds.standing
        )
        moved = await rederive(self.store, self.publisher, now=now)
        if moved:
            log.warning("%d meetings are elsewhere by a new time-zone release", len(moved))
        await self.publisher.republish_stale(now=now)
        access = self._access()
        given = (self.store, self.publisher, self._kinds, self.clock)
        self.services = assembled(self.subjects, *given, *((access,) if access else ()))
        connect(self.subjects, self.services)
        for start in (start for subject in self.subjects for start in subject.starts):
            await start(self.services, now)
        await self._serve_pages(running)
        self.services.add(self.web)
        self.client = self.new_client()
        self.services.add(self.client)
        self.outbox = self._new_outbox()
        self.health = ConnectionHealth(self.client, self.outbox)
        self.web.watch(self.health)
        jobs = [job for subject in self.subjects for job in subject.jobs(self.services)]
        self.housekeeping = Housekeeping(jobs, clock=self.clock)
        self.housekeeping.start()
        running.push_async_callback(self.housekeeping.stop)
        running.push_async_callback(self._leave_discord)

    def _new_outbox(self) -> Outbox:
        """Return the outbox, which looks again when Discord reports a change."""
        renderer = Renderer(self.store, self.publisher.links, self.client.formulas, self._kinds)
        outbox = Outbox(
            self.store,
            self.client,
            renderer,
            self.clock,
            recipients=StoredRecipients(),
            plan_again=lambda now: self.publisher.planner.plan_ahead(self.store, now=now),
        )
        self.client.add_listener(outbox.wake, "on_ready")
        for change in CHANGES:
            self.client.add_listener(outbox.look_again, change)
        return outbox

    def new_client(self) -> Meridian:
        """Return a client for Discord with all commands; the only place where one is made."""
        return Meridian(
            services=self.services,
            store=self.store,
            clock=self.clock,
            settings=self.settings,
            extensions=self.extensions,
            guide=[line for subject in self.subjects for line in subject.guide],
            tasks=[task for subject in self.subjects for task in subject.tasks],
            ailment=lambda: self.health.ailment,
        )

    @property
    def extensions(self) -> tuple[str, ...]:
        """The cogs in the order in which they are loaded, those of every subject last."""
        return (*(cog for subject in self.subjects for cog in subject.cogs), *SHARED_COGS)

    def _access(self) -> Access | None:
        """Return what leads to members' own calendars, where there is a key for their addresses."""
        if not self.settings.keys:
            return None
        return Access(
            cipher=Cipher(self.settings.keys), fetch=self._fetcher.fetch, read=Reader().busy
        )

    async def _serve_pages(self, running: AsyncExitStack) -> None:
        pages = [build(self.services) for subject in self.subjects for build in subject.pages]
        self.web = Web(self.store, self.publisher.links, self.clock, added=pages)
        host, port = self.settings.http_host, self.settings.http_port
        try:
            await self.web.start(host, port)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            message = _(
                "Feeds and pages cannot be served on {host}:{port} ({reason}). "
                "Stop the other program, or set HTTP_HOST and HTTP_PORT.",
                host=host,
                port=port,
                reason=reason,
            )
            raise StartRefusal(message) from error
        running.push_async_callback(self._stop_pages)

    async def _stop_pages(self) -> None:
        await self.web.stop(now=self.clock.now())

    async def connect(self) -> None:
        """Be in Discord until it is left; raise StartRefusal where Discord does not let us in."""
        await Connection(self.client, self.outbox).hold(self.settings.discord_token or "")

    async def _leave_discord(self) -> None:
        await self.outbox.finish(seconds=SECONDS_TO_FINISH / 2)
        if not await self.client.finish_in_hand(seconds=SECONDS_TO_FINISH / 2):
            log.warning("stopped with something still in hand; what it had not saved is undone")
        await self.client.close()
