"""The real program, with nothing changed but where Discord is.

`python -m tests.loopback.redirected ADDRESS run` is `python -m bot run` against a loopback Discord.
"""

import sys
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.state import ConnectionState

from bot.__main__ import main
from tests.loopback.handle import gateway_of, rest_of

READY = 0.1  # seconds


def redirect(address: str) -> None:
    """Let discord.py find Discord here."""
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = rest_of(address), gateway_of(address)


def hurry() -> None:
    """Let it be ready soon: it waits two seconds for more servers, where there is one."""
    state: Any = ConnectionState
    state.guild_ready_timeout = property(lambda _: READY, lambda *_: None)


if __name__ == "__main__":
    redirect(sys.argv[1])
    hurry()
    sys.exit(main(sys.argv[2:]))
