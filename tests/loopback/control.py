"""Control: what tests do to the loopback Discord, and what its people do, over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.loopback.checks import parts
from tests.loopback.facts import CHANNEL_ID, Json, channel, outage, role
from tests.loopback.faults import Fault, Way
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Asked, Interaction, Interactions
from tests.loopback.world import Refused, World

SUBCOMMANDS = {1, 2}
TEXT, PERSON, PLACE, ROLE = 3, 6, 7, 8


class Control:
    """One verb a method; what a verb returns is its answer."""

    def __init__(self, world: World, gateway: Gateway, interactions: Interactions) -> None:
        self._world, self._gateway, self._interactions = world, gateway, interactions

    async def serve(self, request: web.Request) -> web.Response:
        """Do what is asked for; what Discord's app would not let a person do is a 400."""
        verbs: dict[str, Callable[..., Awaitable[object]]] = {
            name: getattr(self, name) for name in VERBS
        }
        try:
            done = await verbs[request.match_info["verb"]](**await request.json())
        except Refused as refused:
            return web.json_response(refused.content, status=400)
        return web.json_response(done)

    async def renew(self) -> None:
        """Make a new world; whoever was connected is thrown out."""
        await self._gateway.forget()
        await self._gateway.drop()
        self._world.renew()

    async def let(self, **changes: Any) -> None:  # noqa: ANN401 - the world's own
        """Let something in the world be otherwise."""
        if "now" in changes and changes["now"] is not None:
            changes["now"] = datetime.fromisoformat(changes["now"])
        for name, value in changes.items():
            setattr(self._world, name, value)

    async def fail(self, faults: list[Json]) -> None:
        """Let what is sent next fail so; nothing else does."""
        self._world.faults = [Fault(**{**one, "way": Way(one["way"])}) for one in faults]

    async def look(self) -> Json:
        """Return what there is."""
        world = self._world
        return {
            "messages": {str(number): told for number, told in world.messages.items() if told},
            "done": world.done,
            "counts": world.counts,
            "requests": world.requests,
            "faults_left": len(world.faults),
            "commands": world.commands,
        }

    async def until(self, what: str, least: int, seconds: float) -> bool:
        """Wait until something has happened so often."""
        return await self._world.until(what, least, seconds=seconds)

    async def join(self, people: list[Json]) -> None:
        """Let people be in the server."""
        for one in people:
            self._world.join(one["number"], one["name"], organizes=one["organizes"])

    async def leave(self, user: int) -> None:
        """Let somebody leave the server; without a privileged intent the bot is not told."""
        del self._world.people[user]

    async def kick(self) -> None:
        """Let the bot be thrown out of the server."""
        self._world.is_member = False
        await self._gateway.tell("GUILD_DELETE", outage(unavailable=False))

    async def invite(self) -> None:
        """Let the bot be invited."""
        self._world.is_member = True
        whole = self._world.whole_guild()
        # One that is new to the bot is not said to be available.
        await self._gateway.tell("GUILD_CREATE", {k: whole[k] for k in whole if k != "unavailable"})

    async def black_out(self) -> None:
        """Let Discord be in trouble with the server."""
        self._world.is_up = False
        await self._gateway.tell("GUILD_DELETE", outage(unavailable=True))

    async def light_up(self) -> None:
        """End that trouble."""
        self._world.is_up = True
        await self._gateway.tell("GUILD_CREATE", self._world.whole_guild())

    async def drop(self, code: int, *, forget: bool, repeats: int) -> None:
        """Break every line, or close it with a code; the sessions may be forgotten with that."""
        self._gateway.repeats = repeats
        if forget:
            await self._gateway.forget()
        await self._gateway.drop(code=code)

    async def ask_to_reconnect(self) -> None:
        """Ask the bot to come again."""
        await self._gateway.ask_to_reconnect()

    async def repeat(self, number: int) -> None:
        """Tell of an interaction once more, as Discord does when it is not sure."""
        again = self._interactions.payload(self._interactions.numbered(number))
        await self._gateway.tell("INTERACTION_CREATE", again)

    async def mention(self, user: int, text: str) -> None:
        """Let somebody write a message in the channel."""
        who = self._world.member(user)
        self._world.keep(int(CHANNEL_ID), {"content": text}, by=who["user"])

    async def type(self, user: int, name: str, options: Json, focused: str) -> Json:
        """Let somebody type in an option, and see what is offered."""
        told = self._command(name, {**options, focused: options.get(focused, "")}, focused=focused)
        return await self._do(self._interactions.make(Asked.TYPING, user, told))

    async def command(self, user: int, name: str, options: Json) -> Json:
        """Let somebody use a command."""
        return await self._do(
            self._interactions.make(Asked.COMMAND, user, self._command(name, options))
        )

    async def click(self, user: int, message: int, label: str) -> Json:
        """Let somebody click a button that they see."""
        found = self._world.anywhere(message, reader=user)
        buttons = (part for part in parts(found["components"]) if part.get("label") == label)
        button = next(buttons, None)
        if button is None or button.get("disabled") or "custom_id" not in button:
            raise Refused(400, 0, f"there is nothing to click that says {label}")
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": 1}
        direct = found["channel_id"] == f"9{user}"
        return await self._do(
            self._interactions.make(Asked.CLICK, user, data, message=found, direct=direct)
        )

    async def submit(self, user: int, opened: int, values: dict[str, str]) -> Json:
        """Let somebody send the form that an interaction opened; unchanged fields stay so."""
        before = self._interactions.numbered(opened)
        if (form := before.form) is None:
            raise Refused(400, 0, "no form is open")
        fields = list(parts(form["components"]))
        if unknown := values.keys() - {one["custom_id"] for one in fields}:
            raise Refused(400, 0, f"the form has no {unknown}")
        typed = [
            {**one, "value": values.get(one["custom_id"], one.get("value") or "")} for one in fields
        ]
        sent = _form(form["custom_id"], {one["custom_id"]: one["value"] for one in typed})
        where = {"message": before.message, "direct": before.direct}
        return await self._do(self._interactions.make(Asked.FORM, user, sent, **where))

    async def send_any_form(self, user: int, custom_id: str, values: dict[str, str]) -> Json:
        """Let somebody send a form that was opened to them a year ago, or never."""
        form = _form(custom_id, values)
        return await self._do(self._interactions.make(Asked.FORM, user, form))

    async def click_anything(self, user: int, custom_id: str) -> Json:
        """Let somebody click a button under an old message."""
        message = self._world.made(int(CHANNEL_ID), {"content": "old"})
        self._world.private[int(message["id"])] = (user, message)
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        return await self._do(self._interactions.make(Asked.CLICK, user, data, message=message))

    async def _do(self, one: Interaction) -> Json:
        if not self._gateway.is_heard:
            return {**one.told(), "failed": "the application did not respond"}
        task = asyncio.create_task(self._interactions.outcome(one))
        await self._gateway.tell("INTERACTION_CREATE", self._interactions.payload(one))
        return await task

    def _command(self, name: str, options: Json, *, focused: str = "") -> Json:
        """Return a command as Discord sends it; refuse what Discord's app would not send."""
        first, *rest = name.split()
        found = next((one for one in self._world.commands if one["name"] == first), None)
        described, path = found, list[Json]()
        for word in rest:
            described = next((o for o in (described or {})["options"] if o["name"] == word), None)
            path.append(described or {})
        if found is None or described is None:
            raise Refused(400, 0, f"there is no /{name}")
        resolved: Json = {}
        given = list(self._given(described, options, resolved, focused))
        for one in reversed(path):
            given = [{"name": one["name"], "type": one["type"], "options": given}]
        known = {key: found[key] for key in ("id", "name", "type")}
        return {**known, "options": given, "resolved": resolved}

    def _given(
        self, described: Json, options: Json, resolved: Json, focused: str
    ) -> Iterator[Json]:
        wanted = {o["name"]: o for o in described.get("options", [])}
        if unknown := options.keys() - wanted.keys():
            raise Refused(400, 0, f"it has no option {unknown}")
        for name, about in wanted.items():
            if name not in options:
                if about.get("required") and not focused:
                    raise Refused(400, 0, f"{name} is missing")
                continue
            value = options[name]
            if about.get("choices") and value not in [one["value"] for one in about["choices"]]:
                raise Refused(400, 0, f"{value} is no choice of {name}")
            if about["type"] == TEXT and len(value) > about.get("max_length", 6000):
                raise Refused(400, 0, f"{name} is too long")
            self._resolve(about["type"], value, resolved)
            typing = {"focused": True} if name == focused else {}
            yield {"name": name, "type": about["type"], "value": value, **typing}

    def _resolve(self, kind: int, value: Any, resolved: Json) -> None:  # noqa: ANN401 - an option's
        """Add what an option's number stands for."""
        if kind == PERSON:
            who = self._world.member(int(value))
            bare = {key: who[key] for key in who if key != "user"}
            resolved.setdefault("users", {})[value] = who["user"]
            resolved.setdefault("members", {})[value] = bare
        elif kind == PLACE:
            shown = {**channel(value), "permissions": str(self._world.permissions)}
            resolved.setdefault("channels", {})[value] = shown
        elif kind == ROLE:
            roles = [*self._world.guild()["roles"], role(value, "role", 0)]
            found = next(one for one in roles if one["id"] == value)
            resolved.setdefault("roles", {})[value] = found


def _form(custom_id: str, values: dict[str, str]) -> Json:
    """Return a form as Discord sends it."""
    typed = [{"type": 4, "custom_id": name, "value": value} for name, value in values.items()]
    rows = [{"type": 1, "components": [one]} for one in typed]
    return {"custom_id": custom_id, "components": rows}


VERBS = tuple(name for name in vars(Control) if not name.startswith("_") and name != "serve")
