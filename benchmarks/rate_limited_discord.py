"""Taking: a Discord of our own, in a process of its own, that takes 50 requests a second.

`python -m benchmarks.rate_limited_discord` prints its port. What is too much gets 429, and is
counted.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from discord.utils import utcnow

from benchmarks.bare_http import HOST
from tests.loopback.facts import APPLICATION, USER

PER_SECOND = 50


@dataclass(slots=True)
class Taken:
    """What has come, by the clock of this process."""

    messages: set[str] = field(default_factory=set)
    requests: int = 0
    refused: int = 0
    first: float = 0.0
    last: float = 0.0
    lately: deque[float] = field(default_factory=deque)

    def may(self, now: float) -> bool:
        """Count a request; say whether it is within the limit in any second."""
        while self.lately and self.lately[0] <= now - 1:
            self.lately.popleft()
        if len(self.lately) >= PER_SECOND:
            self.refused += 1
            return False
        self.lately.append(now)
        self.requests += 1
        return True

    async def answer(self, request: web.Request) -> web.Response:
        """Answer as Discord does, as far as the outbox asks."""
        if request.path == "/figures":
            seconds = self.last - self.first
            return _json(
                {
                    "messages": len(self.messages),
                    "refused": self.refused,
                    "requests": self.requests,
                    "seconds": seconds,
                }
            )
        now = time.monotonic()
        if request.method != "POST":
            known = {"/users/@me": USER, "applications/@me": APPLICATION}
            return _json(next((v for end, v in known.items() if request.path.endswith(end)), []))
        if not self.may(now):
            limit = {"message": "slow down", "retry_after": 1.0, "global": True}
            return _json(limit, status=429, headers={"Via": "1.1 google"})
        self.first, self.last = self.first or now, now
        body = await request.json()
        if request.path.endswith("/users/@me/channels"):
            recipient = {**USER, "id": str(body["recipient_id"]), "bot": False}
            return _json({"id": f"9{recipient['id']}", "type": 1, "recipients": [recipient]})
        self.messages.add(body["nonce"])
        return _json(_message(request.path.split("/")[-2], len(self.messages), body))


def _message(channel: str, number: int, body: dict[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "attachments": [],
        "mentions": [],
        "mention_roles": [],
        "edited_timestamp": None,
    }
    plain = {"mention_everyone": False, "tts": False, "pinned": False, "type": 0}
    own = {"id": str(10**18 + number), "channel_id": channel, "author": USER}
    shown = {key: body.get(key) or [] for key in ("embeds", "components")}
    said = {"content": body.get("content") or "", "timestamp": utcnow().isoformat()}
    return {**empty, **plain, **own, **shown, **said}


def _json(
    content: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    made = web.json_response(content, status=status, headers=headers)
    # discord.py reads a content type with a character set as text.
    made.headers["Content-Type"] = "application/json"
    return made


@asynccontextmanager
async def discord() -> AsyncIterator[str]:
    """Yield the address of a Discord that runs while entered."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.rate_limited_discord", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    yield (await process.stdout.readline()).decode().strip()
    process.kill()
    await process.wait()


async def figures(address: str) -> dict[str, float]:
    """Return what a Discord has counted."""
    async with aiohttp.ClientSession() as session, session.get(f"{address}/figures") as answer:
        return dict(json.loads(await answer.text()))


async def _serve() -> None:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", Taken().answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    print(f"http://{HOST}:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
