"""Hostile text in every option and every field: shown harmlessly or refused in words, no more."""

import re
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

import aiohttp
import discord
import pytest
import simcord
from discord import app_commands

from bot.app import App
from bot.ics.validation import check
from tests.contributions import contributed, merged
from tests.discord_servers import Result, filled_in, said
from tests.journeys.scene import Scene
from tests.journeys.test_who_may import COMMANDS

PINGS = (
    "@everyone @here <@1> <@&2> <#3> </setup:4> <t:0:F> <id:customize> [Sign in](https://evil.example)"
    " https://evil.example ||x|| `y` **z**\n# big\n> quote"
)
CONTROLS = "a\r\nX-EVIL:1\x00\x07\x1b\x7f\u202eevil\u2066\u2028b\u2029\ufeff\ud800c;,\\n"
CALENDAR = "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VEVENT:m1:talk-edit:1:{}<script>alert(1)</script>"
LONG = "Ä" * 6000
HOSTILE = {"pings": PINGS, "controls": CONTROLS, "calendar": CALENDAR, "long": LONG}

# What Discord would act on, wherever it stands in an answer that shows what people typed.
LIVE = re.compile(
    r"@(everyone|here)|<@1>|<@&2>|<#3>|</\w|<id:|(?<!\\)\[Sign in\]\(|(?<!<)https://evil"
)
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


TYPED: dict[str, Mapping[str, Any]] = merged(contributed("rules", "TYPED"))
# Forms, and what is typed into the fields that they do not come with.
FORMS: dict[str, Mapping[str, str]] = merged(contributed("rules", "FORMS"))


def harm_in(result: Result) -> list[str]:
    """Return what is wrong with an answer."""
    if result.modal is not None:
        return []
    text = said(result)
    wrong = [name for name, found in (("live", LIVE), ("unseen", UNSEEN)) if found.search(text)]
    wrong += ["an error id"] if "Something went wrong" in text else []
    wrong += ["nothing said"] if not text else []
    return [f"{fault}: {text[:300]!r}" for fault in wrong]


def text_options(command: app_commands.Command[Any, ..., Any]) -> list[str]:
    return [
        option.name
        for option in command.parameters
        if option.type is discord.AppCommandOptionType.string and not option.choices
    ]


def tries(app: App, scene: Scene, *, each: bool) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every command with hostile text in one of its options at a time.

    `each` text goes into each option; else each option gets the next of the texts.
    """
    turns = cycle(HOSTILE)
    for command in app.client.tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        name = command.qualified_name
        usual = {**COMMANDS[name].options(scene), **TYPED.get(name, {})}
        known = {option.name for option in command.parameters}
        for option in text_options(command):
            for kind in HOSTILE if each else (next(turns),):
                values = {key: value for key, value in usual.items() if key in known}
                yield name, f"{name} {option} {kind}", {**values, option: HOSTILE[kind]}


@pytest.mark.parametrize("each", [False, pytest.param(True, marks=pytest.mark.long)])
async def test_every_option_takes_hostile_text(scene: Scene, app: App, *, each: bool) -> None:
    wrong, tried, server = [], set(), scene.server

    for name, label, options in tries(app, scene, each=each):
        try:
            result = await server.ada.slash(server.channel, name, **options)
        except simcord.OptionError:
            continue  # Discord itself keeps back what is too long for this option
        tried.add(label)
        wrong += [f"{label}: {fault}" for fault in harm_in(result)]

    assert wrong == []
    assert len(tried) > (120 if each else 30)


async def test_every_autocompletion_takes_hostile_text(scene: Scene, app: App) -> None:
    wrong, server = [], scene.server

    for command in app.client.tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        for option in command.parameters:
            if not option.autocomplete:
                continue
            for kind, text in HOSTILE.items():
                offered = await server.ada.autocomplete(
                    server.channel, command.qualified_name, option.name, text
                )
                if any(len(c["name"]) > 100 or not c["name"] for c in offered):
                    wrong.append(f"{command.qualified_name} {option.name} {kind}")

    assert wrong == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        # Each form is tried with one of the texts here, with the others at length.
        pytest.param(
            name, kind, marks=() if (form - text) % len(HOSTILE) == 0 else pytest.mark.long
        )
        for form, name in enumerate(FORMS)
        for text, kind in enumerate(HOSTILE)
    ],
)
async def test_every_field_of_a_form_takes_hostile_text(
    scene: Scene, app: App, name: str, kind: str
) -> None:
    server, wrong = scene.server, []
    options = {k: v for k, v in COMMANDS[name].options(scene).items() if k != "guest"}
    first = await server.ada.slash(server.channel, name, **options)
    fields = list(filled_in(first))

    for field in fields:
        form = await server.ada.slash(server.channel, name, **options)
        room = _room(form, field)
        values = {**_plain(filled_in(form)), **FORMS[name], field: HOSTILE[kind][:room]}
        result = await server.ada.submit_modal(form, values)
        wrong += [f"{field}: {fault}" for fault in harm_in(result)]
        if "signed up" in said(result):
            options = {**options, "slot": await _next_slot(scene)}

    assert wrong == []
    await _feeds_and_pages_are_whole(app)


def _room(form: Result, field: str) -> int:
    waiting = list((form.modal or {}).get("components", []))
    while waiting:
        part = waiting.pop()
        waiting += part.get("components", [])
        waiting += [part["component"]] if "component" in part else []
        if part.get("custom_id") == field:
            return int(part.get("max_length") or 4000)
    return 4000


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


async def _next_slot(scene: Scene) -> str:
    server = scene.server
    offered = await server.ada.autocomplete(
        server.channel, "talk signup", "slot", "", series="seminar"
    )
    return str(offered[0]["value"])


async def _feeds_and_pages_are_whole(app: App) -> None:
    address = f"http://127.0.0.1:{app.web.port}"
    async with aiohttp.ClientSession(address) as session:
        for path in ("/feeds/deep-learning-theory/all.ics", "/feeds/physics/all.ics"):
            async with session.get(path) as answer:
                assert check(await answer.read()) == []
        for path in ("/c/deep-learning-theory/", "/c/deep-learning-theory/series/seminar"):
            async with session.get(path) as answer:
                body = await answer.text()
                assert answer.status == 200
                assert "<script>alert" not in body
