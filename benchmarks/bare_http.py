"""Serving over loopback HTTP: a bare aiohttp server to compare with, and a client of few cycles."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

HOST = "127.0.0.1"
CHUNK = 2**16
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: the head as it was sent, and the body."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        """The number in the first line."""
        return int(self.head.split(b" ", 2)[1])

    @property
    def headers(self) -> dict[str, str]:
        """The headers by name, without the date."""
        lines = self.head.decode().split("\r\n")[1:-2]
        found = dict(line.split(": ", 1) for line in lines)
        found.pop("Date", None)
        return found


class Client:
    """One connection that is kept; it asks without parsing what it need not."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def get(
        self, path: str, headers: Mapping[str, str] | None = None, *, keep: bool = False
    ) -> Answer:
        """Ask for a path.

        The body is thrown away as it comes, unless it is to be kept: large buffers that come and
        go cost the process more or less time by chance.
        """
        lines = [f"{name}: {value}\r\n" for name, value in (headers or {}).items()]
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{''.join(lines)}\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        _, found, rest = head.partition(b"Content-Length: ")
        length = int(rest.partition(b"\r\n")[0]) if found and b" 304 " not in head[:16] else 0
        parts = [part async for part in self._parts(length, keep=keep)]
        return Answer(head=head, body=b"".join(parts))

    async def _parts(self, length: int, *, keep: bool) -> AsyncIterator[bytes]:
        while length > 0:
            part = await self._reader.read(min(length, CHUNK))
            length -= len(part)
            if keep:
                yield part

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


@asynccontextmanager
async def client_of(port: int) -> AsyncIterator[Client]:
    """Yield a client of the server on this port."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=CHUNK)
    client = Client(reader, writer)
    yield client
    client.close()


@asynccontextmanager
async def bare(handler: Handler) -> AsyncIterator[Client]:
    """Yield a client of an aiohttp server that has nothing but this handler."""
    runner = web.ServerRunner(web.Server(handler, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    async with client_of(runner.addresses[0][1]) as client:
        yield client
    await runner.cleanup()
