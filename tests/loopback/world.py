"""The world: what the loopback Discord keeps, and what is to go wrong in it."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from tests.loopback.facts import (
    APPLICATION,
    BOT_ID,
    CHANNEL_ID,
    EPOCH,
    EVERYTHING,
    GUILD_ID,
    MEMBERS,
    ORGANIZERS,
    TOKEN,
    USER,
    Json,
    channel,
    direct_channel,
    guild,
    member,
    person,
)
from tests.loopback.faults import Fault


class Refused(Exception):  # noqa: N818 - Discord's own no
    """What Discord does not do: an HTTP status, its code and its words."""

    def __init__(self, status: int, code: int, words: str, **more: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(words)
        self.status, self.content = status, {"code": code, "message": words, **more}


@dataclass(slots=True)
class World:
    """Everything there is. `now` is what numbers and times are made of; None is the system's.

    The system's clock may be `ahead` by some seconds.
    """

    now: datetime | None = None
    ahead: float = 0.0
    token: str = TOKEN
    permissions: int = EVERYTHING
    starts_left: int = 1000
    knows_nonces: bool = True  # a repeat comes within the window in which nonces are known
    per_channel: int = 0  # messages that a channel takes in `period` seconds; 0 is any number
    period: float = 1.0
    victim: int = 0  # the process that a fault kills
    faults: list[Fault] = field(default_factory=list)
    is_member: bool = True  # whether the bot is in the server
    is_up: bool = True  # whether the server is
    is_open: bool = True  # whether the gateway lets anybody in
    commands: list[Json] = field(default_factory=list)
    mirrors: list[Json] = field(default_factory=list)  # the server's scheduled events
    people: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, list[Json]] = field(default_factory=lambda: defaultdict(list))
    private: dict[int, tuple[int, Json]] = field(default_factory=dict)  # message: reader, content
    nonces: dict[tuple[int, str], int] = field(default_factory=dict)  # channel, nonce: message
    archived: set[int] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    tell: Callable[[str, Json], None] = lambda _event, _content: None
    _made: int = 0
    _sent: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def renew(self) -> None:
        """Forget everything."""
        self.__init__(tell=self.tell)  # type: ignore[misc] # as if it were new

    def count(self, what: str) -> None:
        """Count something that happened, for those who wait for it."""
        self.counts[what] += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, what: str, least: int, *, seconds: float) -> bool:
        """Wait until something has happened so often; return whether it has."""
        try:
            async with asyncio.timeout(seconds):
                while self.counts[what] < least:
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def moment(self) -> datetime:
        """Return what time it is here."""
        return self.now or datetime.now(UTC) + timedelta(seconds=self.ahead)

    def number(self) -> int:
        """Return a number that nothing else has, made of the time."""
        self._made += 1
        return (int(self.moment().timestamp() * 1000) - EPOCH << 22) + self._made

    def guild(self) -> Json:
        """Return the server, as REST shows it."""
        return guild(self.permissions)

    def whole_guild(self) -> Json:
        """Return the server, as the gateway shows it to a bot without privileged intents."""
        mine = member(USER, [], self.permissions)
        parts = {"channels": [channel()], "threads": [], "members": [mine], "member_count": 100}
        return {**self.guild(), **parts, "unavailable": False, "joined_at": mine["joined_at"]}

    def application(self) -> Json:
        """Return the bot's application."""
        return APPLICATION

    def member(self, number: int) -> Json:
        """Return somebody in the server; refuse who is not."""
        if str(number) == BOT_ID:
            return member(USER, [], self.permissions)
        if number not in self.people:
            raise Refused(404, 10007, "Unknown Member")
        return self.people[number]

    def join(self, number: int, name: str, *, organizes: bool = False) -> None:
        """Let somebody be in the server."""
        roles = [ORGANIZERS, MEMBERS] if organizes else [MEMBERS]
        self.people[number] = {**member(person(number, name), roles), "nick": name}

    def require_server(self) -> None:
        """Refuse where the bot is not in the server, or the server is out."""
        if not self.is_up:
            raise Refused(503, 0, "the server is not available")
        if not self.is_member:
            raise Refused(403, 50001, "Missing Access")

    def require_channel(self, number: int) -> None:
        """Refuse where the bot cannot write to a channel: the server's, or somebody's own."""
        if str(number).startswith("9") and (who := int(str(number)[1:])) >= 1000:
            if self.people and who not in self.people:
                raise Refused(403, 50007, "Cannot send messages to this user")
            return
        self.require_server()

    def count_against_limit(self, number: int) -> dict[str, str]:
        """Refuse one message too many in a channel; return what is told of its limit."""
        if not self.per_channel:
            return {}
        sent, now = self._sent[number], monotonic()
        while sent and sent[0] <= now - self.period:
            sent.popleft()
        if len(sent) >= self.per_channel:
            wait = sent[0] + self.period - now
            self.count("429")
            raise Refused(429, 0, "You are being rate limited.", retry_after=wait)
        sent.append(now)
        return {
            "X-RateLimit-Limit": str(self.per_channel),
            "X-RateLimit-Remaining": str(self.per_channel - len(sent)),
            "X-RateLimit-Reset": str(datetime.now(UTC).timestamp() + self.period),
            "X-RateLimit-Reset-After": str(self.period),
            "X-RateLimit-Bucket": "messages",
        }

    def keep(self, number: int, body: Json, *, by: Json = USER) -> Json:
        """Keep a message in a channel; one whose nonce is known already is that one."""
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce") and self.knows_nonces:
            known = self.nonces.get((number, str(nonce)))
            if known is not None:
                return self.message(number, known)
        made = self.made(number, body, by=by)
        self.messages[number].append(made)
        self.nonces[number, str(nonce)] = int(made["id"])
        self.count("kept")
        self.count(f"kept in {number}")
        if str(number) == CHANNEL_ID:
            self.tell("MESSAGE_CREATE", {**made, **self._place(int(by["id"]))})
        return made

    def _place(self, author: int) -> Json:
        """Return what the gateway tells of a message beside what REST shows."""
        known = self.member(author)
        return {"guild_id": GUILD_ID, "member": {k: known[k] for k in known if k != "user"}}

    def made(self, number: int, body: Json, *, by: Json = USER) -> Json:
        """Return a new message that stands nowhere yet."""
        message: Json = {
            "id": str(self.number()),
            "channel_id": str(number),
            "author": by,
            "nonce": body.get("nonce"),
            "timestamp": self.moment().isoformat(),
            "edited_timestamp": None,
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "tts": False,
            "pinned": False,
            "flags": 0,
            "type": 0,
        }
        return {**BLANK, **message, **shown(body)}

    def message(self, number: int, message: int) -> Json:
        """Return a message that stands; refuse where there is none."""
        for one in self.messages[number]:
            if int(one["id"]) == message:
                return one
        raise Refused(404, 10008, "Unknown Message")

    def anywhere(self, message: int, *, reader: int) -> Json:
        """Return a message that somebody can see."""
        if message in self.private:
            allowed, found = self.private[message]
            if allowed != reader:
                raise Refused(404, 10008, "somebody else's")
            return found
        every = (one for standing in self.messages.values() for one in standing)
        found_at = next((one for one in every if int(one["id"]) == message), None)
        if found_at is None:
            raise Refused(404, 10008, "Unknown Message")
        return found_at

    def mirror(self, body: Json) -> Json:
        """Keep a scheduled event; Discord makes as many alike as it is asked for."""
        known = {"id": str(self.number()), "guild_id": GUILD_ID, "creator_id": BOT_ID, "status": 1}
        made: Json = {**known, "entity_id": None, "channel_id": None, **body}
        self.mirrors.append(made)
        mark = str(body["description"]).splitlines()[-1]
        self.done[f"mirror {mark}"] += 1
        return made

    def unmirror(self, wanted: int) -> None:
        """Delete a scheduled event; refuse where there is none."""
        for one in self.mirrors:
            if int(one["id"]) == wanted:
                self.mirrors.remove(one)
                self.done[f"mirror {str(one['description']).splitlines()[-1]}"] -= 1
                return
        raise Refused(404, 10070, "Unknown Guild Scheduled Event")

    def history(self, number: int, *, after: int, limit: int) -> list[Json]:
        """Return messages as they are read later, without their nonces, the newest first."""
        found = [one for one in self.messages[number] if int(one["id"]) > after]
        return [{k: v for k, v in one.items() if k != "nonce"} for one in found[:limit]][::-1]

    def channel(self, number: int) -> Json:
        """Return a channel, or a thread, which has the number of the message it began with."""
        if str(number).startswith("9"):
            return direct_channel(int(str(number)[1:]))
        self.require_server()
        return channel() if str(number) == CHANNEL_ID else self.thread(number)

    def thread(self, number: int) -> Json:
        """Return a thread."""
        about = {
            "archived": number in self.archived,
            "auto_archive_duration": 10080,
            "archive_timestamp": self.moment().isoformat(),
            "locked": False,
        }
        place = {"id": str(number), "guild_id": GUILD_ID, "parent_id": CHANNEL_ID}
        counts = {"message_count": 0, "member_count": 1, "rate_limit_per_user": 0}
        told = {"name": "x", "type": 11, "owner_id": BOT_ID, "thread_metadata": about}
        return {**place, **counts, **told}


BLANK: Json = {"content": "", "embeds": [], "components": [], "attachments": []}


def shown(body: Json) -> Json:
    """Return what a message shows of what it was sent or edited with."""
    found = {part: body[part] or BLANK[part] for part in BLANK if part in body}
    if "attachments" in found:
        found["attachments"] = [
            _file(number, one) for number, one in enumerate(body["attachments"])
        ]
    return found


def changed(message: Json, body: Json) -> Json:
    """Let a message show something else."""
    message.update(shown(body))
    return message


def _file(number: int, told: Json) -> Json:
    name = told.get("filename", "file")
    address = f"https://cdn.discord.invalid/{name}"
    known = {"id": str(number + 1), "filename": name, "size": 1, "url": address}
    return {**known, "proxy_url": address, "description": told.get("description")}
