"""A Discord of our own over HTTP: it keeps messages while the program is killed and comes again."""

import asyncio
import os
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web
from discord.utils import time_snowflake

from tests.loopback import APPLICATION, BOT_ID, USER, _json

MESSAGES = re.compile(r"/v10/channels/(\d+)/messages$")
ACT = re.compile(r"/v10/channels/\d+/messages/(\d+)/(crosspost|threads)$")
CHANNEL = re.compile(r"/v10/channels/(\d+)$")
MESSAGE = re.compile(r"/v10/channels/(\d+)/messages/(\d+)$")


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next message that is sent: before it is kept, or after."""

    status: int = 0  # 0 resets the connection, -1 kills the process, -3 is no fault
    code: int = 0
    after: bool = False
    headers: dict[str, str] = field(default_factory=lambda: {"Via": "1.1 google"})
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Loopback:
    """Messages by channel, what goes wrong next, and how often what was asked for."""

    now: datetime
    messages: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    knows_nonces: bool = True
    victim: int = 0
    posts: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    base: str = ""
    count: int = 0
    done: Counter[str] = field(default_factory=Counter)
    archived: set[int] = field(default_factory=set)

    def said(self) -> Counter[tuple[str, str]]:
        """Return how often each nonce stands in each channel."""
        return Counter(
            (str(channel), str(message["nonce"]))
            for channel, messages in self.messages.items()
            for message in messages
        )

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer as Discord does, as far as the outbox asks."""
        path = request.path.removeprefix("/api")
        if match := MESSAGES.match(path):
            self.asked[request.method] += 1
            if request.method == "POST":
                return await self._post(request, int(match[1]))
            return _json(self._history(int(match[1]), request.query))
        if match := ACT.match(path):
            return await self._act(request, f"{match[2]} {match[1]}")
        if match := CHANNEL.match(path):
            return await self._thread(request, int(match[1]))
        if match := MESSAGE.match(path):
            return await self._edit(request, int(match[1]), int(match[2]))
        return await self._known(request, path)

    async def _act(self, request: web.Request, what: str) -> web.StreamResponse:
        """Do once what cannot be done twice to a message: publish it, begin its thread."""
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not fault.after:
            return await self._fail(request, fault)
        if self.done[what]:
            code = 40033 if what.startswith("crosspost") else 160004
            return _json({"code": code, "message": "done already"}, status=400)
        self.done[what] += 1
        if fault is not None:
            return await self._fail(request, fault)
        return _json(self._shown_thread(1))

    async def _thread(self, request: web.Request, number: int) -> web.StreamResponse:
        """Show a thread, or archive it, which may be done again."""
        fault = self.faults.pop(0) if self.faults and request.method == "PATCH" else None
        if fault is not None and not fault.after:
            return await self._fail(request, fault)
        if request.method == "PATCH":
            self.archived.add(number)
            self.done[f"archive {number}"] = 1
        if fault is not None:
            return await self._fail(request, fault)
        return _json(self._shown_thread(number))

    def _shown_thread(self, number: int) -> dict[str, Any]:
        about = {
            "archived": number in self.archived,
            "auto_archive_duration": 10080,
            "archive_timestamp": self.now.isoformat(),
            "locked": False,
        }
        told = {"id": str(number), "guild_id": "1", "parent_id": "4444", "owner_id": str(BOT_ID)}
        counts = {"message_count": 0, "member_count": 1, "rate_limit_per_user": 0}
        return {**told, **counts, "name": "x", "type": 11, "thread_metadata": about}

    async def _known(self, request: web.Request, path: str) -> web.StreamResponse:
        if path == "/v10/users/@me/channels":
            user = (await request.json())["recipient_id"]
            recipient = {**USER, "id": user, "username": "somebody", "bot": False}
            return _json({"id": f"9{user}", "type": 1, "recipients": [recipient]})
        known = {"/v10/users/@me": USER, "applications/@me": APPLICATION, "/commands": []}
        found = [content for end, content in known.items() if path.endswith(end)]
        missing = {"code": 0, "message": "404: Not Found"}
        return _json(found[0]) if found else _json(missing, status=404)

    async def _post(self, request: web.Request, channel: int) -> web.StreamResponse:
        body = await _payload(request)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and fault.status == -3:
            fault = None
        if fault is not None and not fault.after:
            return await self._fail(request, fault)
        message = self._kept(channel, body)
        if fault is not None:
            return await self._fail(request, fault)
        return _json(message)

    def _kept(self, channel: int, body: dict[str, Any]) -> dict[str, Any]:
        standing = self.messages.setdefault(channel, [])
        for message in standing:
            if self.knows_nonces and message["nonce"] == body.get("nonce"):
                return message
        self.count += 1
        made = {
            "id": str(time_snowflake(self.now) + self.count),
            "channel_id": str(channel),
            "author": USER,
            "content": body.get("content") or "",
            "embeds": body.get("embeds") or [],
            "components": body.get("components") or [],
            "nonce": body.get("nonce"),
            "timestamp": self.now.isoformat(),
            "edited_timestamp": None,
            "attachments": [],
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "tts": False,
            "pinned": False,
            "type": 0,
        }
        standing.append(made)
        return made

    def _history(self, channel: int, query: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - aiohttp's own
        after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
        found = [m for m in self.messages.get(channel, []) if int(m["id"]) > after]
        return [{k: v for k, v in m.items() if k != "nonce"} for m in found[:limit]][::-1]

    async def _edit(self, request: web.Request, channel: int, number: int) -> web.StreamResponse:
        body = await _payload(request)
        for message in self.messages.get(channel, []):
            if int(message["id"]) == number:
                message.update({k: v for k, v in body.items() if k in message})
                return _json(message)
        return _json({"code": 10008, "message": "Unknown Message"}, status=404)

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.status == -1:
            os.kill(self.victim, signal.SIGKILL)
        if fault.status in {-1, 0}:
            assert request.transport is not None
            request.transport.abort()
            await asyncio.Event().wait()
        made = _json({"code": fault.code, "message": "x", **fault.body}, status=fault.status)
        made.headers.update(fault.headers)
        return made


async def _payload(request: web.Request) -> dict[str, Any]:
    return dict(await request.json())


@asynccontextmanager
async def loopback(now: datetime) -> AsyncIterator[Loopback]:
    """Serve a Discord of our own on a free port while entered."""
    discord = Loopback(now=now)
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", discord.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    discord.base = f"http://{host}:{port}/api/v10"
    try:
        yield discord
    finally:
        await runner.cleanup()


__all__ = ["BOT_ID", "Fault", "Loopback", "loopback"]
