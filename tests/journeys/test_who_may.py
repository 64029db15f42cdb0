"""Who may do what: every command and every button, by everybody, ids typed by hand included."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot.app import App
from bot.messages.replies import Button, Reply, custom_id
from tests.journeys.scene import Scene, viewer
from tests.servers import Result, said
from tests.worlds import days_file

STRANGER, MEMBER, SPEAKER, ORGANIZER, OUTSIDER = (
    "stranger",
    "member",
    "speaker",
    "organizer",
    "outsider",
)
EVERYBODY = {STRANGER, MEMBER, SPEAKER, ORGANIZER}
MEMBERS = {MEMBER, SPEAKER, ORGANIZER}
# Words in which Meridian says that somebody may not do this, or that there is no such thing here.
REFUSALS = (
    "Only organizers",
    "Only members",
    "Only the speakers",
    "Only who put",
    "There is no such",
    "You have no such",
    "What you typed is no longer here",
)

# Buttons that turn pages of whatever is one's own.
LISTS = {"announce-list", "receipts"}

CALENDAR = ("holidays.ics", days_file(("20270111", "20270112", "Snow")))

Options = Callable[[Scene], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may use a command with these options, of the scene's own collaboration.

    `outsider` is what an organizer of another collaboration gets who types the same ids there:
    "refused", or "own" where the command names nothing of the first and shows their own.
    """

    may: set[str]
    options: Options = lambda _: {}
    outsider: str = "refused"


def talk(scene: Scene) -> Mapping[str, Any]:
    return {"talk": str(scene.talk)}


def meeting(scene: Scene) -> Mapping[str, Any]:
    return {"meeting": str(scene.meeting)}


RULES = {
    "next": Rule(may=EVERYBODY, outsider="own"),
    "overlap": Rule(may=EVERYBODY, outsider="own"),
    "meeting poll": Rule(may=MEMBERS, outsider="own"),
    "help": Rule(may=EVERYBODY, outsider="own"),
    "when": Rule(may=EVERYBODY, options=lambda _: {"time": "Thu 5pm Zurich"}, outsider="own"),
    "setup": Rule(may={ORGANIZER}, outsider="own"),
    "me show": Rule(may=MEMBERS, outsider="own"),
    "me set": Rule(may=MEMBERS, options=lambda _: {"site": "mit"}, outsider="own"),
    "site list": Rule(may=EVERYBODY, outsider="own"),
    "site show": Rule(may=EVERYBODY, options=lambda _: {"site": "mit"}, outsider="own"),
    "site edit": Rule(
        may={ORGANIZER}, options=lambda _: {"site": "mit", "city": "Cambridge"}, outsider="own"
    ),
    "site closure list": Rule(may=EVERYBODY, options=lambda _: {"site": "mit"}, outsider="own"),
    "site closure add": Rule(
        may={ORGANIZER},
        options=lambda _: {"site": "mit", "name": "Snow", "first": "2027-01-11"},
        outsider="own",
    ),
    "site closure remove": Rule(
        may={ORGANIZER}, options=lambda scene: {"site": "uci", "closure": scene.closure}
    ),
    "site closure import": Rule(
        may={ORGANIZER}, options=lambda _: {"site": "mit", "file": CALENDAR}, outsider="own"
    ),
    "me closure list": Rule(may=MEMBERS, outsider="own"),
    "me closure add": Rule(may=MEMBERS, options=lambda _: {"first": "2027-01-11"}, outsider="own"),
    "me closure remove": Rule(may=set(), options=lambda scene: {"closure": scene.closure}),
    "site add": Rule(
        may={ORGANIZER},
        options=lambda _: {
            "slug": "ens",
            "name": "ENS",
            "city": "Paris",
            "country": "France",
            "latitude": 48.8,
            "longitude": 2.3,
            "zone": "Europe/Paris",
        },
        outsider="own",
    ),
    "series list": Rule(may=EVERYBODY, outsider="own"),
    "series show": Rule(may=EVERYBODY, options=lambda _: {"series": "seminar"}),
    "series create": Rule(
        may={ORGANIZER}, options=lambda _: {"title": "New", "when": "Mondays 10:00"}, outsider="own"
    ),
    "series edit": Rule(
        may={ORGANIZER}, options=lambda _: {"series": "seminar", "when": "Fridays 10:00"}
    ),
    "series skip": Rule(
        may={ORGANIZER},
        options=lambda _: {"series": "seminar", "date": "2026-12-10", "reason": "snow"},
    ),
    "series unskip": Rule(
        may={ORGANIZER}, options=lambda _: {"series": "seminar", "date": "2026-12-10"}
    ),
    "series end": Rule(may={ORGANIZER}, options=lambda _: {"series": "seminar"}),
    "meeting list": Rule(may=EVERYBODY, outsider="own"),
    "meeting show": Rule(may=EVERYBODY, options=meeting),
    "meeting schedule": Rule(
        may={ORGANIZER},
        options=lambda _: {"title": "Steering call", "when": "2026-12-01 17:00"},
        outsider="own",
    ),
    "meeting edit": Rule(may={ORGANIZER}, options=meeting),
    "meeting move": Rule(
        may={ORGANIZER},
        options=lambda scene: {**meeting(scene), "when": "2026-12-01 17:00", "reason": "x"},
    ),
    "meeting cancel": Rule(
        may={ORGANIZER}, options=lambda scene: {**meeting(scene), "reason": "ill"}
    ),
    "meeting mirror": Rule(may={ORGANIZER}, options=meeting),
    "meeting restore": Rule(may={ORGANIZER}, options=meeting),
    "meeting find": Rule(may=MEMBERS, outsider="own"),
    "fair show": Rule(may=EVERYBODY, outsider="own"),
    "fair plan": Rule(may={ORGANIZER}, options=lambda _: {"series": "seminar"}),
    "talk list": Rule(may=EVERYBODY, outsider="own"),
    "talk show": Rule(may=EVERYBODY, options=talk),
    "talk signup": Rule(
        may=MEMBERS,
        options=lambda scene: {"series": "seminar", "slot": str(scene.free_slot)},
    ),
    "talk edit": Rule(may={SPEAKER, ORGANIZER}, options=talk),
    "talk materials": Rule(may={SPEAKER, ORGANIZER}, options=talk),
    "talk withdraw": Rule(may={SPEAKER, ORGANIZER}, options=talk),
    "talk swap": Rule(
        may={SPEAKER, ORGANIZER},
        options=lambda scene: {"mine": str(scene.talk), "other": str(scene.talk)},
    ),
    "talk standby": Rule(may=MEMBERS, options=lambda _: {"series": "seminar"}),
    "talk propose": Rule(may=MEMBERS, options=lambda _: {"series": "seminar"}),
    "series notify": Rule(may={ORGANIZER}, options=lambda _: {"series": "seminar"}),
    "me busy add": Rule(may=MEMBERS, outsider="own"),
    "me busy list": Rule(may=MEMBERS, outsider="own"),
    "me busy remove": Rule(may={SPEAKER}, options=lambda scene: {"calendar": str(scene.diary)}),
    "me notify": Rule(may=MEMBERS, outsider="own"),
    "remind": Rule(
        may=MEMBERS, options=lambda _: {"what": "tea", "when": "2 hours"}, outsider="own"
    ),
    "status": Rule(may={ORGANIZER}, outsider="own"),
    "announce compose": Rule(
        may={ORGANIZER},
        options=lambda scene: {"channel": scene.server.channel, "talk": str(scene.talk)},
    ),
    "announce list": Rule(may={ORGANIZER}, outsider="own"),
    "announce edit": Rule(
        may={ORGANIZER}, options=lambda scene: {"announcement": str(scene.announcement)}
    ),
    "announce talk": Rule(may={ORGANIZER}, options=talk),
    "announce board": Rule(
        may={ORGANIZER}, options=lambda scene: {"channel": scene.server.channel}, outsider="own"
    ),
    "announce receipts": Rule(may={ORGANIZER}, outsider="own"),
    "announce template": Rule(
        may={ORGANIZER}, options=lambda _: {"name": "weekly"}, outsider="own"
    ),
    "announce cancel": Rule(
        may={ORGANIZER}, options=lambda scene: {"announcement": str(scene.announcement)}
    ),
    "calendar subscribe": Rule(may=EVERYBODY, outsider="own"),
    "calendar links": Rule(may=MEMBERS, outsider="own"),
    "calendar revoke": Rule(may={SPEAKER}, options=lambda scene: {"link": str(scene.subscription)}),
}


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


@pytest.mark.parametrize("command", RULES)
async def test_a_command_is_for_those_who_may(scene: Scene, command: str) -> None:
    rule = RULES[command]
    allowed = set()

    for standing, person in people(scene).items():
        result = await person.slash(scene.server.channel, command, **rule.options(scene))
        if not was_refused(result):
            allowed.add(standing)

    assert allowed == rule.may


@pytest.mark.parametrize("command", RULES)
async def test_an_organizer_of_another_collaboration_touches_nothing_here(
    scene: Scene, command: str
) -> None:
    rule = RULES[command]

    typed = dict(rule.options(scene))
    if "channel" in typed:
        typed["channel"] = scene.other.channel  # Discord offers those of the own server alone

    result = await scene.outsider.slash(scene.other.channel, command, **typed)

    assert was_refused(result) == (rule.outsider == "refused")
    if result.modal is None:
        assert "Ben's talk" not in said(result)


async def test_every_command_stands_in_the_matrix(scene: Scene, app: App) -> None:
    leaves = {
        command.qualified_name
        for command in app.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }

    assert leaves == set(RULES)
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


def buttons_on(scene: Scene, draft: int) -> dict[str, tuple[set[str], str]]:
    """Return who may click each kind of button, and its custom_id; `draft` is the organizer's."""
    return {
        "next": (EVERYBODY, custom_id("next", 1)),
        "closure-list": (EVERYBODY, custom_id("closure-list", "mit", 1)),
        "series-list": (EVERYBODY, custom_id("series-list", 1)),
        "meeting-list": (EVERYBODY, custom_id("meeting-list", "-", 1)),
        "talk-list": (EVERYBODY, custom_id("talk-list", "COMING", "-", 0, 1)),
        "talk-edit": ({SPEAKER, ORGANIZER}, custom_id("talk-edit", scene.talk)),
        "talk-materials": ({SPEAKER, ORGANIZER}, custom_id("talk-materials", scene.talk)),
        "talk-ask-withdraw": ({SPEAKER, ORGANIZER}, custom_id("talk-ask-withdraw", scene.talk)),
        "talk-withdraw": ({SPEAKER}, custom_id("talk-withdraw", scene.talk, 0)),
        "busy-remove": ({SPEAKER}, custom_id("busy-remove", scene.diary)),
        "feed-revoke": ({SPEAKER}, custom_id("feed-revoke", scene.subscription)),
        "talk-retake": ({ORGANIZER}, custom_id("talk-retake", draft, scene.free_slot)),
        "reopen": ({ORGANIZER}, custom_id("reopen", draft)),
        **{
            kind: (set(), custom_id(kind, draft))
            for kind in (
                "series-details",
                "series-times",
                "series-save",
                "series-discard",
                "meeting-move",
                "meeting-cancel",
                "closure-import",
                "closure-discard",
                "meeting-schedule",
                "meeting-schedule-this",
                "meeting-details",
            )
        },
        "when": (EVERYBODY, custom_id("when", 1795708800, "Europe/Zurich")),
        "remind-at": (set(), custom_id("remind-at", draft)),
        "compose-at": (set(), custom_id("compose-at", draft)),
        "gate-again": (set(), custom_id("gate-again", "remind-at", draft)),
        "gate-discard": (set(), custom_id("gate-discard", "remind-at", draft)),
        "gate-pick": (set(), custom_id("gate-pick", "remind-at", draft, 0)),
        "agenda": (EVERYBODY, custom_id("agenda", "x")),
        "answer": (MEMBERS, custom_id("answer", scene.meeting, "going", "x")),
        "answers": (MEMBERS, custom_id("answers", scene.meeting, "x")),
        "add-to-calendar": (EVERYBODY, custom_id("add-to-calendar", scene.meeting, "x")),
        "join-link": (MEMBERS, custom_id("join-link", scene.meeting, "x")),
        "talk-complete": ({SPEAKER, ORGANIZER}, custom_id("talk-complete", scene.talk, "x")),
        "talk-export": (EVERYBODY, custom_id("talk-export", scene.talk)),
        "swap-agree": (set(), custom_id("swap-agree", 1, "x")),
        "swap-decline": (set(), custom_id("swap-decline", 1, "x")),
        "offer-take": (set(), custom_id("offer-take", 1, "x")),
        "offer-pass": (set(), custom_id("offer-pass", 1, "x")),
        "talk-look": (EVERYBODY, custom_id("talk-look", scene.talk, "x")),
        "remind-again": (set(), custom_id("remind-again", scene.announcement, "x")),
        "announce-list": ({ORGANIZER}, custom_id("announce-list", 1)),
        "receipts": ({ORGANIZER}, custom_id("receipts", "any", 1)),
        "receipt-retry": ({ORGANIZER}, custom_id("receipt-retry", scene.announcement)),
        "receipt-drop": ({ORGANIZER}, custom_id("receipt-drop", scene.announcement)),
        **{
            kind: (set(), custom_id(kind, draft))
            for kind in ("compose-post", "compose-when", "compose-edit", "compose-discard")
        },
        "poll-answer": (MEMBERS, custom_id("poll-answer", scene.poll.id, "x")),
        "poll-page": (MEMBERS, custom_id("poll-page", scene.poll.id, 1)),
        "poll-who": (MEMBERS, custom_id("poll-who", scene.poll.id, "x")),
        "poll-vote": (MEMBERS, custom_id("poll-vote", scene.poll.candidates[0].id, 0, 1)),
        "poll-meeting": ({ORGANIZER}, custom_id("poll-meeting", scene.poll.id, "x")),
        "poll-despite": ({ORGANIZER}, custom_id("poll-despite", scene.poll.id)),
        "poll-close": ({SPEAKER, ORGANIZER}, custom_id("poll-close", scene.poll.id, "x")),
        **{
            kind: (set(), custom_id(kind, draft))
            for kind in ("poll-put", "poll-edit", "poll-discard", "meeting-poll-these")
        },
        "meeting-for": (set(), custom_id("meeting-for", draft, "members")),
        "meeting-find": (set(), custom_id("meeting-find", draft, 0, 0)),
        "fair-move": (set(), custom_id("fair-move", draft)),
        "fair-discard": (set(), custom_id("fair-discard", draft)),
        "meeting-discard": (set(), custom_id("meeting-discard", "meeting-move", draft)),
    }


async def organizers_draft(scene: Scene, app: App) -> int:
    """Keep a refused sign-up form of the organizer's."""
    server = scene.server
    return await app.services.drafting.keep(
        await viewer(server, server.ada, server.organizers.id, server.members.id),
        discord_id=server.ada.id,
        kind="form",
        content={"form": "talk-signup", "values": {"title": "x"}, "arguments": [1, 0]},
        now=app.clock.now(),
    )


async def test_a_button_is_for_those_who_may_whoever_sees_it(scene: Scene, app: App) -> None:
    draft = await organizers_draft(scene, app)
    wanted = buttons_on(scene, draft)
    # The extension was loaded anew by name, so its class is another object than one imported here.
    routes: Any = app.client.get_cog("Routes")
    channel = app.client.get_partial_messageable(scene.server.channel.id)
    found: dict[str, set[str]] = {kind: set() for kind in wanted}

    for kind, (_, identity) in wanted.items():
        if kind == "talk-withdraw":
            continue  # after the others: it takes the talk away
        for standing, person in people(scene).items():
            await channel.send(**Reply(buttons=(Button(label="x", id=identity),)).arguments())
            message = scene.server.channel.last_message
            assert isinstance(message, discord.Message)
            if not was_refused(await person.click(message, label="x")):
                found[kind].add(standing)
    for standing, person in people(scene).items():
        if standing == ORGANIZER:
            continue  # may withdraw it too, and then the speaker could not
        identity = wanted["talk-withdraw"][1]
        await channel.send(**Reply(buttons=(Button(label="x", id=identity),)).arguments())
        message = scene.server.channel.last_message
        assert isinstance(message, discord.Message)
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
        await channel.send(**Reply(buttons=(Button(label="x", id=identity),)).arguments())
        message = scene.other.channel.last_message
        assert isinstance(message, discord.Message)
        if not was_refused(await scene.outsider.click(message, label="x")):
            shown.append(kind)

    assert shown == []
