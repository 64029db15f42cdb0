"""The gateway: sessions over websockets that are opened, lost, resumed and told what happens."""

import json
import zlib
from dataclasses import dataclass, field
from enum import IntEnum
from secrets import token_hex
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.facts import BOT_ID, GUILD_ID, USER, Json
from tests.loopback.world import World

BEAT = 41_250  # milliseconds between heartbeats
KICKED_OUT = 4004  # the token is no good


class Op(IntEnum):
    """What a message of the gateway is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Line:
    """One websocket; what goes over it is one compressed stream."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket, self._request = socket, request
        compressed = request.query.get("compress") == "zlib-stream"
        self._stream = zlib.compressobj() if compressed else None

    def cut(self) -> None:
        """Break it, without a word."""
        if (transport := self._request.transport) is not None:
            transport.abort()

    async def send(self, op: Op, content: object = None, **more: Any) -> None:  # noqa: ANN401 - JSON
        """Send a message; nothing where nobody listens any more."""
        text = json.dumps({"op": int(op), "d": content, "s": None, "t": None, **more})
        if self.socket.closed:
            return
        try:
            if self._stream is None:
                await self.socket.send_str(text)
                return
            data = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(data)
        except ConnectionError:
            return


@dataclass(slots=True)
class Session:
    """What one bot is told, in order; it can be taken up again after its line broke."""

    line: Line | None
    id: str = field(default_factory=lambda: token_hex(16))
    events: list[tuple[str, Json]] = field(default_factory=list)

    async def tell(self, event: str, content: Json) -> None:
        """Tell of an event, now or when the session is taken up again."""
        self.events.append((event, content))
        if self.line is not None:
            await self.line.send(Op.DISPATCH, content, s=len(self.events), t=event)

    async def replay(self, after: int) -> None:
        """Tell again of what happened after an event."""
        assert self.line is not None
        for number, (event, content) in enumerate(self.events[after:], start=after + 1):
            await self.line.send(Op.DISPATCH, content, s=number, t=event)


class Gateway:
    """All sessions; `repeats` events are told again with the next one that is resumed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self._lines: set[Line] = set()
        self.address = ""
        self.repeats = 0

    @property
    def is_heard(self) -> bool:
        """Whether there is a bot that is told now or, when it resumes, later."""
        return bool(self._sessions)

    async def tell(self, event: str, content: Json) -> None:
        """Tell every session."""
        for session in list(self._sessions.values()):
            await session.tell(event, content)

    async def drop(self, *, code: int = 0) -> None:
        """Break all lines, or close them with a code; the sessions can be taken up again."""
        for line in list(self._lines):
            if code:
                await line.socket.close(code=code)
            else:
                line.cut()

    async def ask_to_reconnect(self) -> None:
        """Ask every bot to come again, as before Discord restarts a server."""
        for line in list(self._lines):
            await line.send(Op.RECONNECT)

    async def forget(self) -> None:
        """Forget all sessions: who comes again must identify."""
        self._sessions.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one bot for as long as its line holds."""
        if not self._world.is_open:
            self._world.count("turned away")
            return web.Response(status=502)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket, request)
        self._lines.add(line)
        try:
            await line.send(Op.HELLO, {"heartbeat_interval": BEAT})
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    told = json.loads(message.data)
                    await self._hear(line, told["op"], told.get("d"))
        finally:
            self._lines.discard(line)
            for session in self._sessions.values():
                if session.line is line:
                    session.line = None
            self._world.count("line lost")
        return socket

    async def _hear(self, line: Line, op: int, content: Any) -> None:  # noqa: ANN401 - JSON
        if op == Op.HEARTBEAT:
            await line.send(Op.HEARTBEAT_ACK)
        elif op == Op.IDENTIFY:
            await self._identify(line, content)
        elif op == Op.RESUME:
            await self._resume(line, content)

    async def _identify(self, line: Line, content: Json) -> None:
        if content["token"] != self._world.token:
            await line.socket.close(code=KICKED_OUT)
            return
        # A bot that was killed does not come back to its session.
        self._sessions = {k: s for k, s in self._sessions.items() if s.line is not None}
        session = Session(line)
        self._sessions[session.id] = session
        world = self._world
        ready = {
            "v": 10,
            "user": USER,
            "guilds": [{"id": GUILD_ID, "unavailable": True}] if world.is_member else [],
            "session_id": session.id,
            "resume_gateway_url": self.address,
            "application": {"id": BOT_ID, "flags": 0},
        }
        await session.tell("READY", ready)
        if world.is_member and world.is_up:
            await session.tell("GUILD_CREATE", world.whole_guild())
        world.count("identified")

    async def _resume(self, line: Line, content: Json) -> None:
        session = self._sessions.get(content["session_id"])
        if session is None or content["token"] != self._world.token:
            await line.send(Op.INVALID_SESSION, content=False)
            return
        session.line = line
        self.repeats, repeats = 0, self.repeats
        await session.replay(max(content["seq"] - repeats, 1))
        await session.tell("RESUMED", {})
        self._world.count("resumed")
