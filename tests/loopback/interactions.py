"""Interactions: commands, clicks and forms, and how Discord takes the bot's answers to them."""

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum
from secrets import token_urlsafe
from time import monotonic
from typing import Any

from tests.loopback import checks
from tests.loopback.facts import (
    BOT_ID,
    CHANNEL_ID,
    EVERYTHING,
    GUILD_ID,
    USER,
    Json,
    channel,
    direct_channel,
    person,
)
from tests.loopback.world import Refused, World, changed

DEADLINE = 3.0  # seconds that Discord gives the bot for its first answer
PATIENCE = 20.0  # seconds after which nobody waits for what a deferred answer promised
EPHEMERAL = 64


class Asked(IntEnum):
    """What a person did."""

    COMMAND = 2
    CLICK = 3
    TYPING = 4
    FORM = 5


class Answered(IntEnum):
    """What the bot answered."""

    MESSAGE = 4
    LATER = 5
    EDIT_LATER = 6
    EDIT = 7
    CHOICES = 8
    FORM = 9


WORDS = {Answered.MESSAGE, Answered.LATER}
ALLOWED = {
    Asked.COMMAND: WORDS | {Answered.FORM},
    Asked.CLICK: WORDS | {Answered.EDIT, Answered.EDIT_LATER, Answered.FORM},
    Asked.TYPING: {Answered.CHOICES},
    Asked.FORM: WORDS,  # and an edit, where a click opened the form; never another form
}


@dataclass(slots=True, kw_only=True)
class Interaction:
    """What a person did, and what came of it."""

    asked: Asked
    user: int
    data: Json
    number: int
    message: Json | None = None  # the one that was clicked
    direct: bool = False
    token: str = field(default_factory=lambda: token_urlsafe(24))
    born: float = field(default_factory=monotonic)
    first: Answered | None = None
    seconds: float = 0.0  # until the first answer
    failed: str = ""
    shown: list[Json] = field(default_factory=list)  # by the bot, the first answer first
    form: Json | None = None
    choices: list[Json] = field(default_factory=list)
    is_hidden: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def channel(self) -> int:
        """The channel that it happened in."""
        return int(f"9{self.user}") if self.direct else int(CHANNEL_ID)

    def told(self) -> Json:
        """Return what came of it, as the person sees it."""
        return {
            "id": self.number,
            "answer": self.first.name.lower() if self.first else "",
            "seconds": self.seconds,
            "failed": self.failed,
            "messages": self.shown,
            "form": self.form,
            "choices": self.choices,
            "message": self.message,
            "direct": self.direct,
        }


class Interactions:
    """All that people did, by token."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token: dict[str, Interaction] = {}

    def make(self, asked: Asked, user: int, data: Json, **more: Any) -> Interaction:  # noqa: ANN401 - fields
        """Return something that a person does now."""
        made = Interaction(asked=asked, user=user, data=data, number=self._world.number(), **more)
        self._by_token[made.token] = made
        return made

    def numbered(self, number: int) -> Interaction:
        """Return something that a person did."""
        return next(one for one in self._by_token.values() if one.number == number)

    def payload(self, one: Interaction) -> Json:
        """Return it as the gateway tells of it."""
        known = {
            "id": str(one.number),
            "application_id": BOT_ID,
            "type": int(one.asked),
            "data": one.data,
            "token": one.token,
            "version": 1,
            "channel_id": str(one.channel),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": GUILD_ID},
            "app_permissions": str(EVERYTHING),
            "attachment_size_limit": 10_485_760,
            **({"message": one.message} if one.message else {}),
        }
        if one.direct:
            who = {"user": person(one.user, f"user{one.user}"), "context": 1}
            return {**known, **who, "channel": direct_channel(one.user)}
        who = {"member": self._world.member(one.user), "context": 0, "guild_id": GUILD_ID}
        return {**known, **who, "channel": channel(), "guild": {"id": GUILD_ID, "features": []}}

    async def outcome(self, one: Interaction) -> Json:
        """Wait for what comes of it, as long as a person would."""
        try:
            await asyncio.wait_for(one.over.wait(), DEADLINE + 0.2)
        except TimeoutError:
            if one.first is None:
                self._fail(one, "the application did not respond")
        if one.first in {Answered.LATER, Answered.EDIT_LATER} and not one.over.is_set():
            try:
                await asyncio.wait_for(one.over.wait(), PATIENCE)
            except TimeoutError:
                self._fail(one, "the application is thinking for ever")
        return one.told()

    def _fail(self, one: Interaction, why: str) -> None:
        one.failed = why
        self._world.count("interaction failed")
        one.over.set()

    def answer(self, token: str, body: Json) -> Json:
        """Take the bot's first answer."""
        one = self._by_token.get(token)
        late = one is not None and monotonic() - one.born > DEADLINE
        if one is None or (late and one.first is None):
            raise Refused(404, 10062, "Unknown interaction")
        if one.first is not None:
            self._world.count("answered twice")
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind, data = Answered(body["type"]), body.get("data") or {}
        self._check(one, kind, data)
        one.first, one.seconds = kind, monotonic() - one.born
        one.is_hidden = bool(data.get("flags", 0) & EPHEMERAL)
        message = self._take(one, kind, data)
        if kind not in {Answered.LATER, Answered.EDIT_LATER}:
            one.over.set()
        return _callback(one, kind, message)

    def _check(self, one: Interaction, kind: Answered, data: Json) -> None:
        """Refuse what Discord does not take in answer to this."""
        fits = ALLOWED[one.asked]
        if one.asked is Asked.FORM and one.message is not None:
            fits = fits | {Answered.EDIT, Answered.EDIT_LATER}
        if kind not in fits:
            if kind is Answered.FORM:
                self._world.count("form for a form")
            self._world.count("invalid")
            wrong = f"an answer of type {kind} to an interaction of type {one.asked}"
            raise _invalid(wrong)
        wrong = ""
        if kind is Answered.FORM:
            wrong = checks.wrong_form(data)
        elif kind is Answered.MESSAGE:
            wrong = checks.wrong_message(data)
        elif kind is Answered.CHOICES and len(data["choices"]) > checks.CHOICES:
            wrong = "choices"
        if wrong:
            self._world.count("invalid")
            raise _invalid(wrong)

    def _take(self, one: Interaction, kind: Answered, data: Json) -> Json | None:
        match kind:
            case Answered.MESSAGE:
                return self._show(one, data)
            case Answered.EDIT:
                assert one.message is not None
                return changed(one.message, data)
            case Answered.FORM:
                one.form = data
            case Answered.CHOICES:
                one.choices = data["choices"]
        return None

    def _show(self, one: Interaction, data: Json) -> Json:
        """Let the person see a message, alone or with the channel."""
        if one.is_hidden or data.get("flags", 0) & EPHEMERAL:
            made = {**self._world.made(one.channel, data), "flags": EPHEMERAL}
            self._world.private[int(made["id"])] = (one.user, made)
        else:
            made = self._world.keep(one.channel, data, by=USER)
        one.shown.append(made)
        one.over.set()
        return made

    def follow(self, token: str, body: Json) -> Json:
        """Take a further message; the first one after a deferred answer is that answer."""
        one = self._answered(token)
        if wrong := checks.wrong_message(body):
            self._world.count("invalid")
            raise _invalid(wrong)
        return self._show(one, body)

    def edit(self, token: str, which: str, body: Json) -> Json:
        """Change the first answer, or a further message."""
        one = self._answered(token)
        message = self.message(one, which)
        if message is None:
            return self.follow(token, body)
        if wrong := checks.wrong_message({**message, **body}):
            self._world.count("invalid")
            raise _invalid(wrong)
        one.over.set()
        return changed(message, body)

    def read(self, token: str, which: str) -> Json:
        """Return an answer."""
        found = self.message(self._answered(token), which)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return found

    def message(self, one: Interaction, which: str) -> Json | None:
        """Return the first answer, or a further one by its number."""
        if which != "@original":
            return next((shown for shown in one.shown if shown["id"] == which), None)
        if one.first in {Answered.EDIT, Answered.EDIT_LATER}:
            return one.message
        return one.shown[0] if one.shown else None

    def _answered(self, token: str) -> Interaction:
        one = self._by_token.get(token)
        if one is None or one.first is None:
            raise Refused(404, 10015, "Unknown Webhook")
        return one


def _invalid(what: str) -> Refused:
    return Refused(400, 50035, "Invalid Form Body", errors={"what": what})


def _callback(one: Interaction, kind: Answered, message: Json | None) -> Json:
    told: Json = {
        "id": str(one.number),
        "type": int(one.asked),
        "response_message_loading": kind is Answered.LATER,
        "response_message_ephemeral": one.is_hidden,
    }
    if message is None:
        return {"interaction": told}
    resource = {"type": int(kind), "message": message}
    return {"interaction": {**told, "response_message_id": message["id"]}, "resource": resource}
