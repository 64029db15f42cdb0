"""A talk that waits for a slot is for its speakers and organizers, however it is asked for."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import pytest
from discord import app_commands

from bot.app import App
from bot.chat.replies import custom_id
from bot.feeds.service import SubscriptionService
from bot.talks.model.submission import Submission
from bot.talks.service.lists import TalkSelection
from bot.talks.service.talks import TalkService
from tests.discord_servers import Result, filled_in, said, shown
from tests.journeys.rights import ORGANIZER, SPEAKER, STRANGER
from tests.journeys.scene import Scene, viewer
from tests.journeys.test_who_may import people, with_button

SECRET = "treasure"
SECRETIVE = Submission(title="Hidden treasure", paper="https://example.org/treasure")
THEIRS = {SPEAKER, ORGANIZER}
NOBODY: set[str] = set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A scene in which Ben's second talk waits for a slot."""

    scene: Scene
    app: App
    web: aiohttp.ClientSession
    talk: int
    token: str


Read = Callable[[Waiting, str], Awaitable[str]]


async def told(result: Result) -> str:
    """Return all that an answer shows: its words and files, or its form as filled in."""
    if result.modal is not None:
        return f"{result.modal} {filled_in(result)}"
    files = [(await file.read()).decode() for file in shown(result).attachments]
    return "\n".join([said(result), *files])


def typed(command: str, option: str | None = None, **more: str) -> Read:
    """Return how the talk is read by a command, its id typed by hand."""

    async def read(waiting: Waiting, standing: str) -> str:
        options = {option: str(waiting.talk)} if option else {}
        person, channel = people(waiting.scene)[standing], waiting.scene.server.channel
        return await told(await person.slash(channel, command, **options, **more))

    return read


def offered(command: str, option: str, text: str) -> Read:
    """Return how the talk is read from what Discord offers while somebody types."""

    async def read(waiting: Waiting, standing: str) -> str:
        person, channel = people(waiting.scene)[standing], waiting.scene.server.channel
        return str(await person.autocomplete(channel, command, option, text))

    return read


def clicked(kind: str, *more: object) -> Read:
    """Return how the talk is read by a button that was forged or forwarded."""

    async def read(waiting: Waiting, standing: str) -> str:
        channel = waiting.scene.server.channel
        identity = custom_id(kind, waiting.talk, *more)
        messages = waiting.app.client.get_partial_messageable(channel.id)
        message = await with_button(messages, identity)
        return await told(await people(waiting.scene)[standing].click(message, label="x"))

    return read


def got(path: str) -> Read:
    """Return how the talk is read over HTTP, where nobody is known but by the address."""

    async def read(waiting: Waiting, _: str) -> str:
        filled = path.format(talk=waiting.talk, meeting=waiting.scene.meeting, token=waiting.token)
        address = f"http://127.0.0.1:{waiting.app.web.port}{filled}"
        async with waiting.web.get(address) as response:
            assert response.status == (404 if filled.endswith(f"/talk/{waiting.talk}") else 200)
            return await response.text()

    return read


COMMANDS = {
    ("talk show", "talk"): THEIRS,
    ("talk edit", "talk"): THEIRS,
    ("talk materials", "talk"): THEIRS,
    ("talk withdraw", "talk"): THEIRS,
    ("talk swap", "mine"): NOBODY,
    ("talk swap", "other"): NOBODY,
    ("announce talk", "talk"): NOBODY,
    ("announce compose", "talk"): NOBODY,
}
# A talk without a slot has nothing to swap or to announce, so that it is offered to nobody.
REFUSED = (("talk swap", "mine"), ("talk swap", "other"), ("announce talk", "talk"))
BUTTONS = {
    ("talk-look", "x"): THEIRS,
    ("talk-export",): THEIRS,
    ("talk-edit",): THEIRS,
    ("talk-materials",): THEIRS,
    ("talk-complete", "x"): THEIRS,
    ("talk-ask-withdraw",): THEIRS,
}
# Kinds that name no talk: a slot, a page of a list, or a draft of the person's own.
OF_NO_TALK = {"talk-retake", "talk-list", "talk-withdraw"}
LISTS: tuple[tuple[str, dict[str, str], set[str]], ...] = (
    ("next", {}, NOBODY),
    ("meeting list", {}, NOBODY),
    ("series list", {}, NOBODY),
    ("fair show", {}, NOBODY),
    ("talk list", {}, NOBODY),
    ("talk list", {"when": TalkSelection.PAST}, NOBODY),
    ("talk list", {"when": TalkSelection.WAITING}, THEIRS),
)
PAGES = (
    "/c/deep-learning-theory/",
    "/c/deep-learning-theory/past",
    "/c/deep-learning-theory/series/seminar",
    "/c/deep-learning-theory/talk/{talk}",
    "/feeds/deep-learning-theory/all.ics",
    "/feeds/deep-learning-theory/series/seminar.ics",
    "/feeds/deep-learning-theory/site/epfl.ics",
    "/feeds/me/{token}/deep-learning-theory.ics",
    "/meeting/{meeting}.ics",
)


@pytest.fixture
async def waiting(scene: Scene, app: App) -> AsyncIterator[Waiting]:
    """Ben has proposed a talk."""
    server = scene.server
    ben = await viewer(server, server.ben, server.members.id)
    talk = await app.services[TalkService].propose(
        ben, "seminar", submission=SECRETIVE, now=app.clock.now()
    )
    token = await app.services[SubscriptionService].subscribe(
        ben, label="Mine", now=app.clock.now()
    )
    async with aiohttp.ClientSession() as web:
        yield Waiting(scene=scene, app=app, web=web, talk=talk.id, token=token)


async def readers(waiting: Waiting, read: Read) -> set[str]:
    """Return who finds the talk in this way."""
    found = {standing: await read(waiting, standing) for standing in people(waiting.scene)}
    return {standing for standing, text in found.items() if SECRET in text}


async def test_commands_and_buttons_show_a_waiting_talk_to_nobody_else(waiting: Waiting) -> None:
    commands = {
        (command, option): await readers(
            waiting, typed(command, option, **the_other(waiting, option))
        )
        for command, option in COMMANDS
    }
    buttons = {kind: await readers(waiting, clicked(*kind)) for kind in BUTTONS}

    assert commands == COMMANDS
    assert buttons == BUTTONS


def the_other(waiting: Waiting, option: str) -> dict[str, str]:
    """Return the other talk where a command takes two."""
    others = {"mine": "other", "other": "mine"}
    return {others[option]: str(waiting.scene.talk)} if option in others else {}


async def test_lists_show_a_waiting_talk_to_nobody_else(waiting: Waiting) -> None:
    listed = {
        (command, *options.values()): await readers(waiting, typed(command, **options))
        for command, options, _ in LISTS
    }

    assert listed == {(command, *options.values()): may for command, options, may in LISTS}


@pytest.mark.parametrize("text", ["", "treasure", "Ben"])
async def test_what_is_typed_offers_a_waiting_talk_to_nobody_else(
    waiting: Waiting, text: str
) -> None:
    found = {
        (command, option): await readers(waiting, offered(command, option, text))
        for command, option in COMMANDS
    }

    assert found == {**dict.fromkeys(COMMANDS, THEIRS), **dict.fromkeys(REFUSED, NOBODY)}


async def test_no_page_and_no_calendar_has_a_waiting_talk(waiting: Waiting) -> None:
    assert [path for path in PAGES if SECRET in await got(path)(waiting, STRANGER)] == []


async def test_every_way_to_name_a_talk_is_tried(scene: Scene, app: App) -> None:
    commands = {
        (command.qualified_name, parameter.name)
        for command in app.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        for parameter in command.parameters
        if parameter.name in {"talk", "mine", "other"}
    }
    routes = app.client.get_cog("RoutesCog")
    kinds = {kind for kind in getattr(routes, "kinds", ()) if kind.startswith("talk-")}

    assert commands == set(COMMANDS)
    assert kinds == {kind for kind, *_ in BUTTONS} | OF_NO_TALK
    assert scene.talk
