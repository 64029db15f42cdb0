"""The HTTP server: it routes requests and answers errors."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import Protocol

from aiohttp import web

from bot.clock import Clock
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.feeds.pages.feeds import Feeds
from bot.pages.pages.public_pages import Pages
from bot.servers.pages import has_ended
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.web import headers
from bot.web.access_log import AccessLog
from bot.web.metrics import metrics_text
from bot.web.subject_pages import SubjectPages

log = logging.getLogger(__name__)

FEEDS = ("/feeds/", "/meeting/")
METHODS = frozenset({"GET", "HEAD"})
SECONDS_TO_FINISH = 3.0
ROBOTS = "User-agent: *\nAllow: /\nDisallow: /metrics\nDisallow: /healthz\n"
ENDED = _("This group no longer uses Meridian, so its calendars and pages are gone.")
NOT_FOUND = _("There is no such page, or it is not public. The address may have changed.")
NO_CALENDAR = _("There is no such calendar.")
STORE_UNREADABLE = _("the store cannot be read")


class _Request(web.BaseRequest):
    """A request whose answer does not name the server's software."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        response.headers.popall("Server", None)


class Watched(Protocol):
    """The part that sends messages, as far as /healthz and /metrics show it."""

    @property
    def ailment(self) -> str:
        """Return what is wrong with it; an empty text if nothing is."""

    async def figures(self) -> dict[str, float]:
        """Return its figures by name, labels included."""


class Web:
    """Serves feeds and pages over HTTP."""

    def __init__(
        self, store: Store, links: Links, clock: Clock, *, added: Sequence[SubjectPages] = ()
    ) -> None:
        """Serve the contents of this store under these links, and pages that subjects added."""
        self.feeds = Feeds(store, links, clock)
        self.port = 0
        self._pages = Pages(store, links, clock)
        self._added = tuple(added)
        self._store = store
        self._runner: web.ServerRunner | None = None
        self._answers: Counter[int] = Counter()
        self._watched: Watched | None = None
        store.after_commit(self.feeds.follow)

    def watch(self, watched: Watched) -> None:
        """Show this in /healthz and /metrics, too."""
        self._watched = watched

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes any free port, which is then in `port`."""
        await self.feeds.refresh()
        loop = asyncio.get_running_loop()
        server = web.Server(
            self._handle,
            request_factory=lambda message, payload, protocol, writer, task: _Request(
                message, payload, protocol, writer, task, loop
            ),
            access_log_class=AccessLog,
            access_log=logging.getLogger(AccessLog.__module__),
        )
        self._runner = web.ServerRunner(server, shutdown_timeout=SECONDS_TO_FINISH)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self, *, now: datetime) -> None:
        """Finish open requests, stop listening, and save when feeds were last fetched."""
        if self._runner is not None:
            await self._runner.cleanup()
        await self.feeds.tokens.flush_uses(now)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        response = await self._answer(request)
        self._answers[response.status] += 1
        return response

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        if request.method not in METHODS:
            return web.Response(status=405, headers={**headers.PLAIN, "Allow": headers.ALLOWED})
        target = request.raw_path
        if target.startswith(FEEDS):
            return await self.feeds.answer(request) or await self._no_calendar(target)
        try:
            return (
                await self._pages.answer(request)
                or await self._added_page(request)
                or await self._technical(target)
                or await self._no_page(target)
            )
        except Exception:
            # The one place that answers errors of pages; the details stay in the log.
            error_id = token_hex(4)
            log.exception("a page could not be made [%s]", error_id)
            text = _(
                "I can't show this page right now. Please try again later, "
                "or give an organizer this number: {number}",
                number=error_id,
            )
            return self._pages.problem(500, _("Something went wrong"), text)

    async def _no_calendar(self, target: str) -> web.Response:
        try:
            ended = await has_ended(self._store, target)
        except Exception:
            # Do not report a calendar as gone if it may still exist.
            log.exception("could not check whether a calendar has ended")
            ended = False
        return _plain(410, f"{ENDED}\n") if ended else _plain(404, f"{NO_CALENDAR}\n")

    async def _no_page(self, target: str) -> web.Response:
        if await has_ended(self._store, target):
            return self._pages.problem(410, _("No longer here"), ENDED)
        return self._pages.problem(404, _("Not found"), NOT_FOUND)

    async def _added_page(self, request: web.BaseRequest) -> web.Response | None:
        for pages in self._added:
            if (page := await pages.answer(request)) is not None:
                return page
        return None

    async def _technical(self, target: str) -> web.Response | None:
        path = target.partition("?")[0]
        if path == "/robots.txt":
            return _plain(200, ROBOTS)
        if path == "/metrics":
            return _plain(200, await self._metrics())
        if path == "/healthz":
            return await self._health()
        return None

    async def _health(self) -> web.Response:
        try:
            async with self._store.read() as connection:
                await collaborations.revisions(connection)
        except Exception:
            # Whatever the error is, the answer is the same: not healthy.
            log.exception("the store cannot be read")
            return _plain(503, f"{STORE_UNREADABLE}\n")
        if self._watched is not None and self._watched.ailment:
            return _plain(503, f"{self._watched.ailment}\n")
        return _plain(200, "ok\n")

    async def _metrics(self) -> str:
        feeds = {"made": self.feeds.made, "failed": self.feeds.failed}
        figures = await self._watched.figures() if self._watched is not None else {}
        return metrics_text(self._answers, feeds, figures)


def _plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, headers=headers.PLAIN)
