"""The real program, with nothing changed but where Discord is.

`python -m tests.loopback.redirected ADDRESS AHEAD run` is `python -m bot run` against a loopback
Discord, on a computer whose clock is AHEAD by some seconds, so that a test's dates are always the
same.
"""

import os
import ssl
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.state import ConnectionState

from bot import app
from bot.__main__ import main
from bot.clock import Clock
from tests.loopback.handle import gateway_of, rest_of
from tests.strangers import fetcher_to

READY = float(os.environ.get("READY_AFTER", "0.1"))  # seconds
LONGEST_FETCH = 3.0


def redirect(address: str) -> None:
    """Let discord.py find Discord here."""
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = rest_of(address), gateway_of(address)


def hurry() -> None:
    """Let it be ready soon: it waits two seconds for more servers, where there is one."""
    state: Any = ConnectionState
    state.guild_ready_timeout = property(lambda _: READY, lambda *_: None)


def put_ahead(distance: timedelta) -> None:
    """Let the system's clock be ahead."""

    def now(_: Clock) -> datetime:
        return datetime.now(UTC) + distance

    system: Any = Clock
    system.now = now


def reach(port: int, certificate: str) -> None:
    """Let every name on the internet lead to one server on this computer, which is trusted."""
    server: Any = app
    trusted = ssl.create_default_context(cafile=certificate)
    server.Fetcher = lambda: fetcher_to(port, trusted, longest_time=LONGEST_FETCH)


if __name__ == "__main__":
    if "STRANGER" in os.environ:
        at, _, file = os.environ["STRANGER"].partition(" ")
        reach(int(at), file)
    redirect(sys.argv[1])
    put_ahead(timedelta(seconds=float(sys.argv[2])))
    hurry()
    sys.exit(main(sys.argv[3:]))
