"""Fetching what members name by address: https alone, and only from servers of everybody's.

A server may be hostile, and so may the name that leads to it: each name is resolved once, what it
leads to is checked, and the connection goes to exactly that. Nothing here is logged with an
address, for who has a calendar's address can read the calendar.
"""

import asyncio
import re
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.busy.model import Fetched
from bot.core.calendar_addresses import UnusableAddress, host_of, is_public, parse_address
from bot.core.refusals import Refusal

LARGEST = 2 << 20  # bytes, unpacked
LONGEST_TIME = 10.0  # seconds, redirects included
MOST_REDIRECTS = 3
NAMES_AT_ONCE = 8
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEADERS = {"User-Agent": "Meridian", "Accept": "text/calendar", "Accept-Encoding": "gzip"}
GZIP = zlib.MAX_WBITS | 16
# A validator goes back to the server as it came, so that it must fit a header.
VALIDATOR = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,199}")

Resolve = Callable[[str, int], Awaitable[Sequence[tuple[str, int]]]]

TOO_SLOW = "{host} did not send the calendar within {seconds:g} seconds: please try again later."
TOO_LARGE = (
    "That calendar is larger than 2 MB, which is more than I read: please give a smaller one."
)
UNREACHED = "{host} cannot be reached just now: please check the address, or try again later."
UNKNOWN = "There is no server called {host}: please check the address."
UNPROVEN = "{host} cannot prove that it is {host}, so I did not ask it: please check the address."
PRIVATE = (
    "{host} is in a private network, where I do not go: "
    "please give an address that everybody can reach."
)
GARBLED = "{host} sent something that I cannot unpack: please try again later."
FARTHER = "{host} sends me on to an address that I do not follow: please give the final one."
IN_CIRCLES = "{host} sends me from one address to the next: please give the final one."
CLOSED = "{host} does not let me see that calendar: please give its secret or public address."
GONE = "{host} has no calendar at that address: please check it."
FAILED = "{host} answered with an error ({status}): please try again later."


class Unfetched(Refusal):
    """What was asked for could not be fetched, in a sentence for who gave the address."""


class Names:
    """Names of servers, looked up by this computer in threads of their own."""

    def __init__(self) -> None:
        # A name that nobody answers for holds its thread for long, and must hold nobody else's.
        self._threads = ThreadPoolExecutor(NAMES_AT_ONCE, thread_name_prefix="names")

    async def __call__(self, host: str, port: int) -> list[tuple[str, int]]:
        """Return the addresses that a name leads to, each with a port."""
        look_up = asyncio.get_running_loop().run_in_executor
        kind = socket.SOCK_STREAM
        found = await look_up(self._threads, socket.getaddrinfo, host, port, 0, kind)
        return [(str(address), int(at)) for *_, (address, at, *_) in found]


class _Checked(AbstractResolver):
    """Resolves for one connection, and only to addresses that are allowed."""

    def __init__(self, resolve: Resolve, is_allowed: Callable[[str], bool]) -> None:
        self._resolve, self._is_allowed = resolve, is_allowed

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - either will do
    ) -> list[ResolveResult]:
        """Return what a name leads to; refuse it all where any of it is not allowed."""
        found = await self._resolve(host, port)
        if not all(self._is_allowed(address) for address, _ in found):
            raise Unfetched(PRIVATE.format(host=host))
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=at,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address, at in found
        ]

    async def close(self) -> None:
        """Have nothing to close."""


class Fetcher:
    """Fetches by address, within limits. Tests say what is allowed and trusted; nobody else."""

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        is_allowed: Callable[[str], bool] = is_public,
        tls: ssl.SSLContext | None = None,
        longest_time: float = LONGEST_TIME,
    ) -> None:
        self._resolver = _Checked(resolve or Names(), is_allowed)
        self._tls = tls
        self._longest_time = longest_time

    async def fetch(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Return what is at an https address; raise Unfetched in a sentence, and nothing else."""
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {**HEADERS, **{name: value for name, value in known.items() if value}}
        host = host_of(address)
        try:
            async with asyncio.timeout(self._longest_time), self._session(headers) as session:
                return await self._follow(session, address)
        except TimeoutError:
            message = TOO_SLOW.format(host=host, seconds=self._longest_time)
        except (aiohttp.ClientConnectorDNSError, UnicodeError):
            message = UNKNOWN.format(host=host)
        except (aiohttp.ClientSSLError, ssl.SSLError):
            message = UNPROVEN.format(host=host)
        except (aiohttp.ClientError, OSError, ValueError):
            message = UNREACHED.format(host=host)
        raise Unfetched(message)

    def _session(self, headers: dict[str, str]) -> aiohttp.ClientSession:
        """Return a session for one fetch alone: no cookie, proxy or connection outlives it."""
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,
            force_close=True,
            ssl=self._tls if self._tls is not None else True,
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers=headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None),
        )

    async def _follow(self, session: aiohttp.ClientSession, address: str) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            at = URL(address, encoded=True)
            async with session.get(at, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await _taken(response)
                address = _next(address, response.headers.get("Location", ""))
        raise Unfetched(IN_CIRCLES.format(host=host_of(address)))


def _next(address: str, location: str) -> str:
    """Return where a server sends us on to, held to the same rules as what members type."""
    try:
        return parse_address(urljoin(address, location))
    except (UnusableAddress, ValueError):
        raise Unfetched(FARTHER.format(host=host_of(address))) from None


async def _taken(response: aiohttp.ClientResponse) -> Fetched:
    """Return what a final answer holds."""
    if response.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(body=None)
    host = response.url.host
    if response.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise Unfetched(CLOSED.format(host=host))
    if response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Unfetched(GONE.format(host=host))
    if response.status != HTTPStatus.OK:
        raise Unfetched(FAILED.format(host=host, status=response.status))
    return Fetched(
        body=await _body(response),
        etag=_validator(response, "ETag"),
        modified=_validator(response, "Last-Modified"),
    )


def _validator(response: aiohttp.ClientResponse, name: str) -> str:
    value = response.headers.get(name, "")
    return value if VALIDATOR.fullmatch(value) else ""


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, unpacked as it comes, so that no more of it than allowed is ever held."""
    packing = response.headers.get("Content-Encoding", "identity").strip().casefold()
    if packing not in {"identity", "gzip", "x-gzip", ""}:
        raise Unfetched(GARBLED.format(host=response.url.host))
    unpacker = zlib.decompressobj(GZIP) if "gzip" in packing else None
    received, body = 0, bytearray()
    async for chunk in response.content.iter_any():
        received += len(chunk)
        try:
            body += unpacker.decompress(chunk, LARGEST + 1 - len(body)) if unpacker else chunk
        except zlib.error:
            raise Unfetched(GARBLED.format(host=response.url.host)) from None
        # What is packed may also unpack to nothing for ever.
        if max(received, len(body)) > LARGEST:
            raise Unfetched(TOO_LARGE)
    return bytes(body)
