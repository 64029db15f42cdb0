"""REST: what Discord answers over HTTP, and how its answers fail."""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from tests.loopback import checks
from tests.loopback.facts import BOT_ID, GUILD_ID, USER, Json, direct_channel
from tests.loopback.faults import Fault, Way
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Interactions
from tests.loopback.world import Refused, World, changed

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ONE = r"{channel:\d+}/messages/{message:\d+}"


def answer(
    content: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return an answer as Discord gives it."""
    made = web.json_response(content, status=status, headers=headers)
    # discord.py reads a content type with a character set as text.
    made.headers["Content-Type"] = "application/json"
    return made


def refusal(refused: Refused) -> web.Response:
    """Return Discord's no; without Via it would be Cloudflare's."""
    return answer(refused.content, status=refused.status, headers={"Via": "1.1 google"})


async def payload(request: web.Request) -> Json:
    """Return what was sent, with or without files."""
    if not request.body_exists:
        return {}
    if request.content_type != "multipart/form-data":
        return dict(await request.json())
    form = await request.post()
    told: Json = json.loads(str(form["payload_json"]))
    files = [name for name in form if name.startswith("files[")]
    told.setdefault("attachments", [{"id": n} for n, _ in enumerate(files)])
    return told


def number(request: web.Request, name: str) -> int:
    """Return a number in the address."""
    return int(request.match_info[name])


class Rest:
    """Discord's REST, as far as Meridian asks; anything else is 404."""

    def __init__(self, world: World, gateway: Gateway, interactions: Interactions) -> None:
        self._world, self._gateway, self._interactions = world, gateway, interactions

    def routes(self) -> list[web.RouteDef]:
        """Return every address with what it does."""
        channels, hook = "/channels/{channel:\\d+}", f"/webhooks/{BOT_ID}/{{token}}"
        table: tuple[tuple[str, str, Handler], ...] = (
            ("GET", "/users/@me", self._shown(lambda _: USER)),
            ("GET", "/users/@me/guilds", self._shown(self._guilds)),
            ("GET", "/oauth2/applications/@me", self._shown(lambda w: w.application())),
            ("GET", f"/applications/{BOT_ID}/commands", self._shown(lambda w: w.commands)),
            ("PUT", f"/applications/{BOT_ID}/commands", self._learn),
            ("GET", "/gateway/bot", self._shown(self._door)),
            ("GET", f"/guilds/{GUILD_ID}", self._server),
            ("GET", f"/guilds/{GUILD_ID}/members/{{user:\\d+}}", self._member),
            ("GET", f"/guilds/{GUILD_ID}/scheduled-events", self._shown(lambda w: w.mirrors)),
            ("POST", f"/guilds/{GUILD_ID}/scheduled-events", self._mirror),
            ("PATCH", f"/guilds/{GUILD_ID}/scheduled-events/{{mirror:\\d+}}", self._mirror_again),
            ("DELETE", f"/guilds/{GUILD_ID}/scheduled-events/{{mirror:\\d+}}", self._unmirror),
            ("POST", "/users/@me/channels", self._direct),
            ("GET", channels, self._channel),
            ("PATCH", channels, self._archive),
            ("PUT", f"{channels}/thread-members/{{user}}", self._add),
            ("GET", f"{channels}/messages", self._history),
            ("POST", f"{channels}/messages", self._post),
            ("GET", f"/channels/{ONE}", self._read),
            ("PATCH", f"/channels/{ONE}", self._edit),
            ("DELETE", f"/channels/{ONE}", self._delete),
            ("POST", f"/channels/{ONE}/crosspost", self._crosspost),
            ("POST", f"/channels/{ONE}/threads", self._open),
            ("POST", r"/interactions/{id:\d+}/{token}/callback", self._answered),
            ("POST", hook, self._followed),
            ("GET", f"{hook}/messages/{{which}}", self._answer_read),
            ("PATCH", f"{hook}/messages/{{which}}", self._answer_edited),
        )
        return [web.route(method, f"/api/v10{path}", handler) for method, path, handler in table]

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let only the bot in, and say Discord's no where it says no."""
        path = request.path.removeprefix("/api/v10")
        if path.startswith(("/control", "/socket")):
            return await handler(request)
        self._world.requests.append(path)
        with_token = request.headers.get("Authorization") == f"Bot {self._world.token}"
        if not with_token and not path.startswith(("/interactions", "/webhooks")):
            return answer({"code": 0, "message": "401: Unauthorized"}, status=401)
        try:
            return await handler(request)
        except Refused as refused:
            return refusal(refused)
        except web.HTTPNotFound:
            return refusal(Refused(404, 0, "404: Not Found"))

    def _shown(self, show: Callable[[World], object]) -> Handler:
        async def handle(_: web.Request) -> web.StreamResponse:
            return answer(show(self._world))

        return handle

    def _guilds(self, world: World) -> list[Json]:
        return [world.guild()] if world.is_member else []

    def _door(self, world: World) -> Json:
        limit = {"total": 1000, "remaining": world.starts_left, "reset_after": 5_400_000}
        started = {**limit, "max_concurrency": 1}
        return {"url": self._gateway.address, "shards": 1, "session_start_limit": started}

    async def _learn(self, request: web.Request) -> web.StreamResponse:
        told = await request.json()
        known = {"application_id": BOT_ID, "version": "1"}
        commands = [{**known, "id": str(5000 + n), **one} for n, one in enumerate(told)]
        self._world.commands = commands
        self._world.count("learnt commands")
        return answer(commands)

    async def _server(self, _: web.Request) -> web.StreamResponse:
        self._world.require_server()
        return answer(self._world.guild())

    async def _member(self, request: web.Request) -> web.StreamResponse:
        self._world.require_server()
        return answer(self._world.member(number(request, "user")))

    async def _direct(self, request: web.Request) -> web.StreamResponse:
        return answer(direct_channel(int((await request.json())["recipient_id"])))

    async def _channel(self, request: web.Request) -> web.StreamResponse:
        return answer(self._world.channel(number(request, "channel")))

    async def _add(self, request: web.Request) -> web.StreamResponse:
        self._world.done[f"add {request.match_info['user']}"] += 1
        return web.Response(status=204)

    async def _history(self, request: web.Request) -> web.StreamResponse:
        channel, query = number(request, "channel"), request.query
        self._world.count("GET messages")
        self._world.require_channel(channel)
        after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
        return answer(self._world.history(channel, after=after, limit=limit))

    async def _read(self, request: web.Request) -> web.StreamResponse:
        channel, message = number(request, "channel"), number(request, "message")
        return answer(self._world.message(channel, message))

    async def _post(self, request: web.Request) -> web.StreamResponse:
        channel, body = number(request, "channel"), await payload(request)
        self._world.count("POST messages")

        def post() -> web.Response:
            self._world.require_channel(channel)
            if wrong := checks.wrong_message(body):
                raise Refused(400, 50035, "Invalid Form Body", errors={"what": wrong})
            headers = self._world.count_against_limit(channel)
            return answer(self._world.keep(channel, body), headers=headers)

        return await self._failing(request, post)

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        channel, body = number(request, "channel"), await payload(request)
        self._world.require_channel(channel)
        message = self._world.message(channel, number(request, "message"))
        if wrong := checks.wrong_message({**message, **body}):
            raise Refused(400, 50035, "Invalid Form Body", errors={"what": wrong})
        changed(message, body)["edited_timestamp"] = self._world.moment().isoformat()
        self._world.count("edited")
        return answer(message)

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        channel = number(request, "channel")
        message = self._world.message(channel, number(request, "message"))
        self._world.messages[channel].remove(message)
        return web.Response(status=204)

    async def _crosspost(self, request: web.Request) -> web.StreamResponse:
        return await self._once(request, "crosspost", already=40033)

    async def _open(self, request: web.Request) -> web.StreamResponse:
        return await self._once(request, "threads", already=160004)

    async def _once(self, request: web.Request, act: str, *, already: int) -> web.StreamResponse:
        """Do what cannot be done twice to a message: publish it, begin its thread."""
        channel, message = number(request, "channel"), number(request, "message")

        def do() -> web.Response:
            self._world.require_channel(channel)
            if self._world.done[f"{act} {message}"]:
                raise Refused(400, already, "done already")
            self._world.done[f"{act} {message}"] += 1
            return answer(self._world.thread(message))

        return await self._failing(request, do)

    async def _mirror(self, request: web.Request) -> web.StreamResponse:
        body = await payload(request)

        def mirror() -> web.Response:
            self._world.require_server()
            return answer(self._world.mirror(body))

        return await self._failing(request, mirror)

    async def _mirror_again(self, request: web.Request) -> web.StreamResponse:
        body, wanted = await payload(request), number(request, "mirror")
        for one in self._world.mirrors:
            if int(one["id"]) == wanted:
                one.update(body)
                return answer(one)
        raise Refused(404, 10070, "Unknown Guild Scheduled Event")

    async def _unmirror(self, request: web.Request) -> web.StreamResponse:
        self._world.unmirror(number(request, "mirror"))
        return web.Response(status=204)

    async def _archive(self, request: web.Request) -> web.StreamResponse:
        channel = number(request, "channel")

        def archive() -> web.Response:
            self._world.archived.add(channel)
            self._world.done[f"archive {channel}"] = 1  # which may be done again
            return answer(self._world.thread(channel))

        return await self._failing(request, archive)

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        body = await payload(request)
        return answer(self._interactions.answer(request.match_info["token"], body))

    async def _followed(self, request: web.Request) -> web.StreamResponse:
        body = await payload(request)
        return answer(self._interactions.follow(request.match_info["token"], body))

    async def _answer_read(self, request: web.Request) -> web.StreamResponse:
        info = request.match_info
        return answer(self._interactions.read(info["token"], info["which"]))

    async def _answer_edited(self, request: web.Request) -> web.StreamResponse:
        info, body = request.match_info, await payload(request)
        return answer(self._interactions.edit(info["token"], info["which"], body))

    async def _failing(
        self, request: web.Request, act: Callable[[], web.Response]
    ) -> web.StreamResponse:
        """Do something that was sent, with the next fault before or after it."""
        fault = self._world.faults.pop(0) if self._world.faults else None
        if fault is None or fault.way is Way.NONE:
            return act()
        if fault.after:
            act()
        return await self._fail(request, fault)

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        self._world.count("fault")
        if fault.way is Way.HANG:
            await asyncio.Event().wait()
        if fault.way is Way.KILL:
            os.kill(self._world.victim, signal.SIGKILL)
        if fault.way is not Way.STATUS:
            assert request.transport is not None
            request.transport.abort()
            await asyncio.Event().wait()
        told: dict[str, Any] = {"code": fault.code, "message": "x", **fault.body}
        return answer(told, status=fault.status, headers=fault.headers)
