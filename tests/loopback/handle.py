"""The loopback Discord as tests hold it: what its people do, what goes wrong, what there is."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import aiohttp
import yarl

from tests.loopback.facts import CHANNEL_ID, Json
from tests.loopback.faults import Fault

PATIENCE = 300.0  # seconds; a slow computer is no fault of what is tested


def rest_of(address: str) -> str:
    """Return where its REST begins."""
    return f"{address}/api/v10"


def gateway_of(address: str) -> yarl.URL:
    """Return where its gateway is."""
    return yarl.URL(address.replace("http", "ws") + "/socket/")


@contextmanager
def started() -> Iterator[str]:
    """Let a loopback Discord run in a process of its own; yield its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.loopback"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody saw come of a command, a click or a form; `failed` where nothing did."""

    id: int
    answer: str
    seconds: float
    failed: str
    messages: list[Json]
    form: Json | None
    choices: list[Json]
    message: Json | None
    direct: bool

    @property
    def words(self) -> str:
        """All that was said to them."""
        edited = [self.message] if self.answer in {"edit", "edit_later"} and self.message else []
        return "\n".join(map(words, [*edited, *self.messages]))

    @property
    def number(self) -> int:
        """The first message that was shown, to click on."""
        return int(self.messages[0]["id"])

    @property
    def buttons(self) -> list[str]:
        """What can be clicked."""
        return [label for message in self.messages for label in labels(message)]


@dataclass(frozen=True, slots=True)
class Sight:
    """All that there is at a moment."""

    messages: dict[int, list[Json]]
    done: Counter[str]
    counts: Counter[str]
    requests: list[str]
    faults_left: int
    commands: list[Json]

    def said(self) -> Counter[tuple[int, str]]:
        """Return how often each nonce stands in each channel."""
        return Counter(
            (channel, str(message["nonce"]))
            for channel, messages in self.messages.items()
            for message in messages
        )

    @property
    def channel(self) -> list[Json]:
        """What stands in the channel, oldest first."""
        return self.messages.get(int(CHANNEL_ID), [])


class Discord:
    """A hold on the loopback Discord."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address, self._session = address, session
        self.base, self.gateway = rest_of(address), gateway_of(address)

    async def ask(self, verb: str, **told: Any) -> Any:  # noqa: ANN401 - JSON
        """Do something there."""
        async with self._session.post(f"{self.address}/control/{verb}", json=told) as answer:
            assert answer.status == 200, f"{verb}: {await answer.text()}"
            return await answer.json()

    async def let(self, **changes: Any) -> None:  # noqa: ANN401 - the world's own
        """Let something be otherwise there."""
        told = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in changes.items()}
        await self.ask("let", **told)

    async def fail(self, *faults: Fault) -> None:
        """Let what is sent next fail so."""
        await self.ask("fail", faults=[asdict(fault) for fault in faults])

    async def look(self) -> Sight:
        """Return what there is."""
        seen = await self.ask("look")
        messages = {int(number): told for number, told in seen.pop("messages").items()}
        done, counts = Counter(seen.pop("done")), Counter(seen.pop("counts"))
        return Sight(messages=messages, done=done, counts=counts, **seen)

    async def until(self, what: str, least: int = 1, *, seconds: float = PATIENCE) -> None:
        """Wait until something has happened so often."""
        happened = await self.ask("until", what=what, least=least, seconds=seconds)
        assert happened, f"{what}: fewer than {least} in {seconds} s"

    async def join(self, *people: tuple[int, str], organizes: bool = False) -> None:
        """Let people be in the server."""
        told = [{"number": n, "name": name, "organizes": organizes} for n, name in people]
        await self.ask("join", people=told)

    async def drop(self, *, code: int = 0, forget: bool = False, repeats: int = 0) -> None:
        """Break the gateway's lines, or close them with a code."""
        await self.ask("drop", code=code, forget=forget, repeats=repeats)

    async def type(self, user: int, name: str, focused: str, **options: str) -> list[str]:
        """Let somebody type in an option; return the values offered."""
        seen = await self.ask("type", user=user, name=name, options=options, focused=focused)
        return [choice["value"] for choice in seen["choices"]]

    async def command(self, user: int, name: str, **options: Any) -> Seen:  # noqa: ANN401 - options
        """Let somebody use a command."""
        return Seen(**await self.ask("command", user=user, name=name, options=options))

    async def click(self, user: int, message: int, label: str) -> Seen:
        """Let somebody click a button."""
        return Seen(**await self.ask("click", user=user, message=message, label=label))

    async def submit(self, user: int, opened: Seen, **values: str) -> Seen:
        """Let somebody fill in the form that was opened to them, and send it."""
        return Seen(**await self.ask("submit", user=user, opened=opened.id, values=values))

    async def send_any_form(self, user: int, custom_id: str, values: dict[str, str]) -> Seen:
        """Let somebody send a form that was opened long ago, or never."""
        told = {"user": user, "custom_id": custom_id, "values": values}
        return Seen(**await self.ask("send_any_form", **told))

    async def click_anything(self, user: int, custom_id: str) -> Seen:
        """Let somebody click a button under an old message."""
        return Seen(**await self.ask("click_anything", user=user, custom_id=custom_id))


def words(message: Json) -> str:
    """Return all that a message says."""
    said = [message["content"]]
    for embed in message["embeds"]:
        said += [embed.get("title") or "", embed.get("description") or ""]
        said += [f"{field['name']}: {field['value']}" for field in embed.get("fields", [])]
    return "\n".join(part for part in said if part)


def labels(message: Json) -> list[str]:
    """Return the buttons under a message."""
    return [
        button["label"]
        for row in message["components"]
        for button in row.get("components", [])
        if button.get("label")
    ]
