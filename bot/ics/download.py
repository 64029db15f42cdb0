"""Downloading calendars that members name: over https, and only from public servers.

The server may be hostile, and so may its name: each name is resolved once, its addresses are
checked, and the connection goes to exactly these. No address is logged, since whoever has a
calendar's address can read the calendar.
"""

import asyncio
import re
import ssl
import zlib
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from bot.core.calendar_addresses import UnusableAddress, host_of, is_public, parse_address
from bot.core.translation import _
from bot.ics.fetched import Fetched
from bot.ics.host_names import CheckedResolver, DownloadError, HostNames, Resolve

LARGEST = 2 << 20  # bytes, unpacked
LONGEST_TIME = 10.0  # seconds, redirects included
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEADERS = {"User-Agent": "Meridian", "Accept": "text/calendar", "Accept-Encoding": "gzip"}
GZIP = zlib.MAX_WBITS | 16
# A validator is sent back to the server unchanged, so it has to fit in a header.
VALIDATOR = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,199}")

TOO_LARGE = _("That calendar is larger than 2 MB, which is the most I read. Give a smaller one.")


class Fetcher:
    """Downloads within limits. Only tests change what is allowed and trusted."""

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        is_allowed: Callable[[str], bool] = is_public,
        tls: ssl.SSLContext | None = None,
        longest_time: float = LONGEST_TIME,
    ) -> None:
        self._resolver = CheckedResolver(resolve or HostNames(), is_allowed)
        self._tls = tls
        self._longest_time = longest_time

    async def fetch(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Return the answer at an https address; raise DownloadError and nothing else."""
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {**HEADERS, **{name: value for name, value in known.items() if value}}
        host = host_of(address)
        try:
            async with asyncio.timeout(self._longest_time), self._session(headers) as session:
                return await self._follow(session, address)
        except TimeoutError:
            message = _(
                "{host} did not send the calendar within {seconds} seconds. Try again later.",
                host=host,
                seconds=f"{self._longest_time:g}",
            )
        except (aiohttp.ClientConnectorDNSError, UnicodeError):
            message = _("There is no server called {host}. Check the address.", host=host)
        except (aiohttp.ClientSSLError, ssl.SSLError):
            message = _(
                "{host} has no valid certificate, so I did not ask it. Check the address.",
                host=host,
            )
        except (aiohttp.ClientError, OSError, ValueError):
            message = _(
                "I can't reach {host} right now. Check the address, or try again later.", host=host
            )
        raise DownloadError(message)

    def _session(self, headers: dict[str, str]) -> aiohttp.ClientSession:
        """Return a session for one download: no cookie, proxy or connection outlives it."""
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
        for _redirect in range(MOST_REDIRECTS + 1):
            at = URL(address, encoded=True)
            async with session.get(at, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await _taken(response)
                address = _next(address, response.headers.get("Location", ""))
        message = _("{host} keeps redirecting me. Give the final address.", host=host_of(address))
        raise DownloadError(message)


def _next(address: str, location: str) -> str:
    """Return the target of a redirect, which has to follow the same rules as a typed address."""
    try:
        return parse_address(urljoin(address, location))
    except (UnusableAddress, ValueError):
        message = _(
            "{host} redirects to an address that I do not follow. Give the final address.",
            host=host_of(address),
        )
        raise DownloadError(message) from None


async def _taken(response: aiohttp.ClientResponse) -> Fetched:
    """Return the content of a final answer."""
    if response.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(body=None)
    host = response.url.host
    if response.status != HTTPStatus.OK:
        raise DownloadError(_failure(response.status, host=host))
    return Fetched(
        body=await _body(response),
        etag=_validator(response, "ETag"),
        modified=_validator(response, "Last-Modified"),
    )


def _failure(status: int, *, host: str | None) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return _(
            "{host} does not let me see that calendar. Give its secret or public address.",
            host=host,
        )
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return _("{host} has no calendar at that address. Check the address.", host=host)
    return _("{host} answered with an error ({status}). Try again later.", host=host, status=status)


def _garbled(response: aiohttp.ClientResponse) -> DownloadError:
    message = _(
        "{host} sent something that I cannot unpack. Try again later.", host=response.url.host
    )
    return DownloadError(message)


def _validator(response: aiohttp.ClientResponse, name: str) -> str:
    value = response.headers.get(name, "")
    return value if VALIDATOR.fullmatch(value) else ""


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, unpacked while it arrives, so that never more than allowed is in memory."""
    packing = response.headers.get("Content-Encoding", "identity").strip().casefold()
    if packing not in {"identity", "gzip", "x-gzip", ""}:
        raise _garbled(response)
    unpacker = zlib.decompressobj(GZIP) if "gzip" in packing else None
    received, body = 0, bytearray()
    async for chunk in response.content.iter_any():
        received += len(chunk)
        try:
            body += unpacker.decompress(chunk, LARGEST + 1 - len(body)) if unpacker else chunk
        except zlib.error:
            raise _garbled(response) from None
        # Packed bytes may also unpack to nothing, endlessly.
        if max(received, len(body)) > LARGEST:
            raise DownloadError(TOO_LARGE)
    return bytes(body)
