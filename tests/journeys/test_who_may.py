"""Who may do what: every command and every button, by everybody, ids typed by hand included."""

import discord
import pytest
import simcord
from discord import app_commands

from bot.app import App
from bot.chat.replies import Button, Reply
from bot.chat.routes import RoutesCog
from bot.drafts.service import DraftService
from tests.contributions import contributed, merged
from tests.discord_servers import Result, said
from tests.journeys.rights import EVERYBODY, MEMBER, ORGANIZER, SPEAKER, STRANGER, Rights, Rule
from tests.journeys.scene import Scene, viewer

COMMANDS: dict[str, Rule] = merged(contributed("rules", "COMMANDS"))
REFUSALS = tuple(words for told in contributed("rules", "REFUSALS") for words in told)
LISTS = {kind for kinds in contributed("rules", "LISTS") for kind in kinds}


def people(scene: Scene) -> dict[str, simcord.MemberActor]:
    server = scene.server
    return {
        STRANGER: server.mallory,
        MEMBER: scene.cleo,
        ORGANIZER: server.ada,
        # Last, since the speaker's own things are gone once used.
        SPEAKER: server.ben,
    }


def was_refused(result: Result) -> bool:
    return result.modal is None and said(result).startswith(REFUSALS)


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_is_for_those_who_may_and_touches_no_other_collaboration(
    scene: Scene, command: str
) -> None:
    rule = COMMANDS[command]
    refused, shown = await tried_from_outside(scene, command)
    allowed = set()

    for standing, person in people(scene).items():
        result = await person.slash(scene.server.channel, command, **rule.options(scene))
        if not was_refused(result):
            allowed.add(standing)

    assert refused == (rule.outsider == "refused")
    assert "Ben's talk" not in shown
    assert allowed == rule.may


async def tried_from_outside(scene: Scene, command: str) -> tuple[bool, str]:
    """Let an organizer of the other collaboration try; return what that one is shown."""
    typed = dict(COMMANDS[command].options(scene))
    if "channel" in typed:
        typed["channel"] = scene.other.channel  # Discord offers those of the own server alone
    result = await scene.outsider.slash(scene.other.channel, command, **typed)
    return was_refused(result), "" if result.modal else said(result)


async def test_every_command_stands_in_the_matrix(scene: Scene, app: App) -> None:
    leaves = {
        command.qualified_name
        for command in app.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }

    assert leaves == set(COMMANDS)
    assert scene.talk


async def test_what_is_hidden_is_not_found_by_strangers(scene: Scene) -> None:
    stranger, channel = scene.server.mallory, scene.server.channel

    shown = [
        await stranger.slash(channel, "meeting show", meeting=str(scene.hidden_meeting)),
        await stranger.slash(channel, "series show", series="steering"),
        await stranger.slash(channel, "talk list", series="steering"),
    ]
    listed = [
        said(await stranger.slash(channel, name))
        for name in ("next", "series list", "meeting list")
    ]
    offered = await stranger.autocomplete(channel, "series show", "series", "")

    assert all(was_refused(result) for result in shown)
    assert [text for text in listed if "Steering" in text or "meet.example" in text] == []
    assert [choice["value"] for choice in offered] == ["seminar"]


def buttons_on(scene: Scene, draft: int) -> dict[str, Rights]:
    """Return who may click each kind of button, and its custom_id; `draft` is the organizer's."""
    return merged(buttons(scene, draft) for buttons in contributed("rules", "buttons"))


async def organizers_draft(scene: Scene, app: App) -> int:
    """Keep a refused sign-up form of the organizer's."""
    server = scene.server
    return await app.services[DraftService].keep(
        await viewer(server, server.ada, server.organizers.id, server.members.id),
        discord_id=server.ada.id,
        kind="form",
        content={"form": "talk-signup", "values": {"title": "x"}, "arguments": [1, 0]},
        now=app.clock.now(),
    )


async def with_button(channel: discord.abc.Messageable, identity: str) -> discord.Message:
    """Post a message with a button."""
    return await channel.send(**Reply(buttons=(Button(label="x", id=identity),)).arguments())


async def test_a_button_is_for_those_who_may_whoever_sees_it(scene: Scene, app: App) -> None:
    draft = await organizers_draft(scene, app)
    wanted = buttons_on(scene, draft)
    routes = app.client.get_cog("RoutesCog")
    assert isinstance(routes, RoutesCog)
    channel = app.client.get_partial_messageable(scene.server.channel.id)
    found: dict[str, set[str]] = {kind: set() for kind in wanted}

    for kind, (_, identity) in wanted.items():
        if kind == "talk-withdraw":
            continue  # after the others: it takes the talk away
        for standing, person in people(scene).items():
            message = await channel.send(
                **Reply(buttons=(Button(label="x", id=identity),)).arguments()
            )
            if not was_refused(await person.click(message, label="x")):
                found[kind].add(standing)
    for standing, person in people(scene).items():
        if standing == ORGANIZER:
            continue  # may withdraw it too, and then the speaker could not
        identity = wanted["talk-withdraw"][1]
        message = await with_button(channel, identity)
        if not was_refused(await person.click(message, label="x")):
            found["talk-withdraw"].add(standing)

    assert found == {kind: may for kind, (may, _) in wanted.items()}
    assert set(wanted) == routes.kinds


async def test_another_collaborations_ids_on_a_button_are_refused(scene: Scene, app: App) -> None:
    draft = await organizers_draft(scene, app)
    channel = app.client.get_partial_messageable(scene.other.channel.id)
    shown = []

    for kind, (may, identity) in buttons_on(scene, draft).items():
        if may == EVERYBODY or kind in LISTS:
            continue
        message = await with_button(channel, identity)
        if not was_refused(await scene.outsider.click(message, label="x")):
            shown.append(kind)

    assert shown == []
