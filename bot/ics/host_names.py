"""Names of servers, resolved only to addresses that may be contacted."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.core.refusals import Refusal
from bot.core.translation import _

NAMES_AT_ONCE = 8
Resolve = Callable[[str, int], Awaitable[Sequence[tuple[str, int]]]]


class DownloadError(Refusal):
    """A calendar could not be downloaded; its text is for the member who named it."""


class HostNames:
    """Looks up the names of servers, in its own threads."""

    def __init__(self) -> None:
        # A name without an answer blocks its thread for long, and must not block other work.
        self._threads = ThreadPoolExecutor(NAMES_AT_ONCE, thread_name_prefix="names")

    async def __call__(self, host: str, port: int) -> list[tuple[str, int]]:
        """Return the addresses of a name, each with a port."""
        look_up = asyncio.get_running_loop().run_in_executor
        kind = socket.SOCK_STREAM
        found = await look_up(self._threads, socket.getaddrinfo, host, port, 0, kind)
        return [(str(address), int(at)) for *_, (address, at, *_) in found]


class CheckedResolver(AbstractResolver):
    """Resolves names, and only to allowed addresses."""

    def __init__(self, resolve: Resolve, is_allowed: Callable[[str], bool]) -> None:
        self._resolve, self._is_allowed = resolve, is_allowed

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - either will do
    ) -> list[ResolveResult]:
        """Return the addresses of a name; refuse the name if any of them is not allowed."""
        found = await self._resolve(host, port)
        if not all(self._is_allowed(address) for address, _ in found):
            message = _(
                "{host} is in a private network, which I do not access. "
                "Give an address that everybody can reach.",
                host=host,
            )
            raise DownloadError(message)
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
        """Do nothing: there is nothing to close."""
