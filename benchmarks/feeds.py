"""Feeds: what an answer costs over real HTTP, and what a change costs the first who asks."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from aiohttp import web
from multidict import CIMultiDict
from sqlalchemy import select

from benchmarks.bare_http import HOST, Answer, Client, bare, client_of
from benchmarks.data import FED, MANY, fill, publish_first, temporary_store
from benchmarks.measurement import Result, compare
from benchmarks.printed_table import PrintedTable
from bot.programme.service.publication import Publisher
from bot.programme.store.calendar_entries import table as entries
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.store import talks
from bot.web.server import Web
from tests.web.stages import HeldClock, statements
from tests.worlds import World

FEED = "/feeds/deep-learning-theory/series/series-0.ics"
SERIES = 1
ENTRIES = (
    select(entries.c.body)
    .where(entries.c.series_id == SERIES, entries.c.audience == "public")
    .order_by(entries.c.start)
)


@dataclass(slots=True, kw_only=True)
class Served:
    """A feed of 1,000 meetings over HTTP, whatever else its store holds."""

    store: Store
    publisher: Publisher
    client: Client
    clock: HeldClock
    changes: Iterator[int]

    async def get(self, headers: Mapping[str, str] | None = None, *, keep: bool = False) -> Answer:
        """Ask for the feed."""
        return await self.client.get(FEED, headers, keep=keep)

    async def change_one(self) -> None:
        """Give the talk of one meeting another title; exactly one meeting is rendered."""
        number = next(self.changes)
        meeting = 1 + number * 37 % FED
        now = self.clock.pass_by(timedelta(milliseconds=1))
        before = self.publisher.rendered
        async with self.store.write() as connection:
            await talks.update_talk(connection, meeting, title=f"Another title, number {number}")
            await self.publisher.publish(connection, [meeting], now=now)
        assert self.publisher.rendered == before + 1

    async def joined(self, _request: web.BaseRequest) -> web.Response:
        """Answer with the feed's stored bytes, joined and no more."""
        async with self.store.read() as connection:
            found = await connection.scalars(ENTRIES)
            return web.Response(body=b"".join(found))


@asynccontextmanager
async def served(counts: Sequence[int]) -> AsyncIterator[Served]:
    """Serve the feed out of a store with a series for each count."""
    async with temporary_store() as store:
        world = await World.found(store)
        publisher, clock = (
            Publisher(store, "http://meridian.test", standing=KINDS.standing),
            HeldClock(),
        )
        await fill(store, world.organizer.collaboration.id, counts)
        await publish_first(publisher, store)
        web_server = Web(store, publisher.links, clock)
        await web_server.start(HOST, 0)
        async with client_of(web_server.port) as client:
            yield Served(
                store=store, publisher=publisher, client=client, clock=clock, changes=count()
            )
        await web_server.stop(now=clock.now())


async def measure(table: PrintedTable) -> None:
    """Measure all about feeds."""
    async with AsyncExitStack() as running:
        alone = await running.enter_async_context(served([FED]))
        statements_sent: list[str] = []
        for name, status, gzip in (
            (f"304, feed of {FED:,}", 304, False),
            ("200 unchanged, identity", 200, False),
            ("200 unchanged, gzip", 200, True),
        ):
            unchanged = _unchanged(alone, statements_sent, status=status, gzip=gzip)
            await table.row(name, unchanged)
        table.note(f"SQL statements on the way of 304 and both 200: {len(statements_sent)}")
        first = f"first GET after 1 meeting changed, over joining {FED:,} stored entries"
        await table.row(first, _changed(alone))
        among = await running.enter_async_context(served(MANY))
        name = f"the same, {sum(MANY):,} meetings in the store, over {FED:,} in it"
        await table.row(name, _among_many(alone, among))


async def _unchanged(
    alone: Served, statements_sent: list[str], *, status: int, gzip: bool
) -> Result:
    """Compare an answer with a handler that has the very same one at hand, headers and all."""
    whole = await alone.get(keep=True)
    assert whole.body.count(b"BEGIN:VEVENT") == FED
    headers = {"Accept-Encoding": "gzip"} if gzip else {}
    if status == web.HTTPNotModified.status_code:
        headers["If-None-Match"] = whole.headers["ETag"]
    model = await alone.get(headers, keep=True)
    assert model.status == status
    ready = CIMultiDict(model.headers)
    ready.pop("Content-Length", None)

    async def same(_request: web.BaseRequest) -> web.Response:
        return web.Response(status=status, body=model.body or None, headers=ready)

    async with bare(same) as floor:
        with statements(alone.store) as said:
            found = await compare(
                floor=lambda: floor.get(FEED, headers),
                ours=lambda: alone.get(headers),
                aim=1.25,
                calls=200 if status != web.HTTPOk.status_code else 60,
            )
    statements_sent += said
    return found


async def _changed(alone: Served) -> Result:
    """Compare the first answer after a change with one that joins what is stored."""
    async with bare(alone.joined) as floor:
        return await compare(
            floor=lambda: floor.get(FEED),
            ours=alone.get,
            aim=1.5,
            prepare=alone.change_one,
            calls=5,
        )


async def _among_many(alone: Served, among: Served) -> Result:
    async def change_both() -> None:
        await alone.change_one()
        await among.change_one()

    return await compare(
        floor=alone.get,
        ours=among.get,
        aim=1.2,
        prepare=change_both,
        calls=5,
    )
