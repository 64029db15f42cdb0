"""A meeting by invitation: to everybody but those invited and organizers, it is not there."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest
import simcord
from discord import app_commands

from bot.announcements.service.announcements import Announcements
from bot.app import App
from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.chat.replies import Button, Reply, custom_id
from bot.core.refusals import Refusal
from bot.feeds import store as subscriptions
from bot.feeds.service import SubscriptionService
from bot.meetings.model.one_off_changes import OneOffMeetingChange
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.people.service import MembershipService, Visitor
from bot.people.store import members
from bot.servers.service.setup import ServerSettings, SetupService
from bot.talks.model.submission import Submission
from bot.talks.service.talks import TalkService
from bot.waitlist.service.swaps import WaitlistService
from tests.discord_servers import Result, StillClock, said
from tests.journeys.scene import Scene, viewer
from tests.journeys.test_who_may import COMMANDS

SECRETS = ("zebra", "giraffe", "stripes", "savannah")
BUTTONS = ("talk-edit", "talk-materials", "talk-ask-withdraw", "talk-export")
MARKED = ("answers", "add-to-calendar", "join-link", "talk-complete", "talk-look")


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.casefold()]


def every_word(result: Result) -> str:
    """Return all that an answer holds, files and forms too."""
    if result.modal is not None:
        return json.dumps(result.modal, default=str)
    return said(result)


class Secret:
    """A call to which Ben is invited, with his talk in it."""

    def __init__(self, scene: Scene, meeting: int, slot: int, talk: int, slug: str) -> None:
        self.scene, self.meeting, self.slot, self.talk, self.slug = scene, meeting, slot, talk, slug

    def options(self, app: App) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every command as it is usual, and with the secret's ids typed by hand."""
        by_hand = {
            "meeting": str(self.meeting),
            "talk": str(self.talk),
            "mine": str(self.talk),
            "other": str(self.talk),
            "slot": str(self.slot),
            "series": self.slug,
        }
        for command in app.client.tree.walk_commands():
            if isinstance(command, app_commands.Command):
                usual = dict(COMMANDS[command.qualified_name].options(self.scene))
                yield command.qualified_name, usual
                known = {option.name for option in command.parameters} & by_hand.keys()
                for option in sorted(known):
                    yield command.qualified_name, {**usual, option: by_hand[option]}


@pytest.fixture
async def secret(scene: Scene, app: App) -> Secret:
    server, services, now = scene.server, app.services, app.clock.now()
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    ben = await viewer(server, server.ben, server.members.id)
    manager = Visitor(
        guild_id=server.guild.id,
        discord_id=server.ada.id,
        display_name="Ada",
        role_ids=(),
        may_manage_server=True,
    )
    await services[SetupService].set_up(
        manager, ServerSettings(announcement_channel_id=server.channel.id), now=now
    )
    await services[Announcements].put_board(ada, server.channel.id, now=now)
    called = await services[OneOffMeetingService].schedule(
        ada,
        OneOffMeeting(
            title="Zebra call",
            when="2026-11-26 17:00 Boston",
            kind="hybrid",
            host="mit",
            room="Savannah",
            join_link="https://meet.example.org/zebra",
            agenda="Stripes",
            who="invited",
            invited=[ben.require_member().id],
            talks=1,
        ),
        now=now,
    )
    slot, meeting = called.bookings[0].slot.id, called.meeting.id
    title = Submission(title="Giraffes", abstract="Long")
    done = await services[TalkService].sign_up(ben, slot_id=slot, submission=title, now=now)
    await services[AnswerService].answer(ben, meeting, Answer.GOING, now=now)
    assert done.booking.talk is not None
    return Secret(scene, meeting, slot, done.booking.talk.id, called.terms.slug)


@pytest.mark.parametrize("who", ["member", "stranger", "who lost the role", "outsider"])
async def test_no_command_tells_of_it(secret: Secret, app: App, who: str) -> None:
    server, wrong = secret.scene.server, []
    channel, person = {
        "member": (server.channel, secret.scene.cleo),
        "stranger": (server.channel, server.mallory),
        "who lost the role": (server.channel, server.ben),
        "outsider": (secret.scene.other.channel, secret.scene.outsider),
    }[who]
    if who == "who lost the role":
        server.demote(server.ben)

    for name, options in secret.options(app):
        typed = {**options, "channel": channel} if "channel" in options else options
        result = await person.slash(channel, name, **typed)
        wrong += [f"{name} {options}: {found}" for found in leaks(every_word(result))]

    assert wrong == []


@pytest.mark.parametrize("typed", ["", "zebr", "iraff"])
async def test_nothing_that_is_offered_tells_of_it(secret: Secret, app: App, typed: str) -> None:
    server, wrong = secret.scene.server, []

    for command in app.client.tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        for option in command.parameters:
            for person in (secret.scene.cleo, server.mallory) if option.autocomplete else ():
                offered = await person.autocomplete(
                    server.channel, command.qualified_name, option.name, typed
                )
                wrong += [
                    f"{command.qualified_name} {option.name}: {found}"
                    for found in leaks(json.dumps(offered))
                ]

    assert wrong == []


async def test_no_button_tells_of_it(secret: Secret, app: App) -> None:
    server, wrong = secret.scene.server, []
    channel = app.client.get_partial_messageable(server.channel.id)
    identities = [
        *(custom_id(kind, secret.talk) for kind in BUTTONS),
        *(custom_id(kind, secret.meeting, "x") for kind in MARKED[:3]),
        *(custom_id(kind, secret.talk, "x") for kind in MARKED[3:]),
        custom_id("answer", secret.meeting, "going", "x"),
        custom_id("agenda", "x"),
    ]

    for identity in identities:
        for person in (secret.scene.cleo, server.mallory):
            message = await channel.send(
                **Reply(buttons=(Button(label="x", id=identity),)).arguments()
            )
            result = await person.click(message, label="x")
            wrong += [f"{identity}: {found}" for found in leaks(every_word(result))]

    assert wrong == []


async def test_nothing_in_channels_or_among_events_or_letters_to_others_tells_of_it(
    secret: Secret, app: App, clock: StillClock, discord_world: simcord.Env
) -> None:
    server, until = secret.scene.server, clock.now() + timedelta(days=9)
    await app.outbox.run_due()
    assert discord_world.bot.user is not None
    for word in ("next", "talks"):
        await server.ada.send(server.channel, f"<@{discord_world.bot.user.id}> {word}")

    while (due := await app.outbox.next_moment()) is not None and due <= until:
        clock.advance(max(due - clock.now(), timedelta(seconds=1)))
        await app.outbox.run_due()

    told = [one for one in server.channel.history() if leaks(str(one.content) + _cards(one))]
    events = discord_world.backend.get_guild(server.guild.id).scheduled_events.values()
    others = [*secret.scene.cleo.user.dm_channel.history()]
    own = [*server.ben.user.dm_channel.history()]
    assert told == []
    assert [one for one in events if leaks(str(vars(one)))] == []
    assert [one for one in others if leaks(str(one.content) + _cards(one))] == []
    assert [one for one in own if leaks(str(one.content) + _cards(one))] != []


def _cards(message: discord.Message) -> str:
    return json.dumps([embed.to_dict() for embed in message.embeds])


async def test_neither_pages_nor_feeds_tell_of_it_but_to_those_invited(
    secret: Secret, app: App
) -> None:
    server, now = secret.scene.server, app.clock.now()
    cleo = await viewer(server, secret.scene.cleo, server.members.id)
    ben = await viewer(server, server.ben, server.members.id)
    tokens = [
        await app.services[SubscriptionService].subscribe(one, label="x", now=now)
        for one in (cleo, ben)
    ]
    private = [f"/feeds/me/{token}/x.ics" for token in tokens]
    slug = "deep-learning-theory"
    public = (
        "/",
        "/metrics",
        f"/c/{slug}/",
        f"/c/{slug}/past",
        f"/c/{slug}/series/{secret.slug}",
        f"/c/{slug}/talk/{secret.talk}",
        f"/feeds/{slug}/all.ics",
        f"/feeds/{slug}/all.ics?past=all",
        f"/feeds/{slug}/site/mit.ics",
        f"/feeds/{slug}/site/epfl.ics",
        f"/feeds/{slug}/series/{secret.slug}.ics",
        f"/meeting/{secret.meeting}.ics",
    )
    found = {}

    async with aiohttp.ClientSession(f"http://127.0.0.1:{app.web.port}") as session:
        for path in (*public, *(f"{one}{more}" for one in private for more in ("", "?mine=1"))):
            async with session.get(path) as answer:
                found[path] = leaks(await answer.text())

    assert [path for path, told in found.items() if told] == [private[1], f"{private[1]}?mine=1"]


async def test_a_letter_to_somebody_who_has_left_is_not_kept_true(
    secret: Secret, app: App, clock: StillClock
) -> None:
    server = secret.scene.server
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    ben = await viewer(server, server.ben, server.members.id)
    await app.outbox.run_due()
    before = [_cards(one) for one in server.ben.user.dm_channel.history()]

    await app.services[MembershipService].leave(ben.require_member().id, now=clock.now())
    amended = OneOffMeetingChange(title="Zebra crossing", agenda="Stripes, at last")
    await app.services[OneOffMeetingService].amend(ada, secret.meeting, amended, now=clock.now())
    clock.advance(timedelta(hours=1))
    await app.outbox.run_due()

    assert before != []
    assert [_cards(one) for one in server.ben.user.dm_channel.history()] == before


async def test_who_was_invited_and_has_lost_the_role_is_noticed_without_a_feed(
    secret: Secret, app: App, clock: StillClock
) -> None:
    server = secret.scene.server
    ben = (await viewer(server, server.ben, server.members.id)).require_member()
    async with app.store.write() as connection:
        await subscriptions.revoke_all_of(connection, ben.id, now=clock.now())

    server.demote(server.ben)
    await app.client.review_members(clock.now())

    async with app.store.read() as connection:
        after = await members.by_id(connection, ben.id)
    assert after is not None
    assert after.left_at == clock.now()


async def test_a_talk_in_it_is_no_clash_that_others_are_told_of(secret: Secret, app: App) -> None:
    server, now, speaking = secret.scene.server, app.clock.now(), app.services[TalkService]
    cleo = await viewer(server, secret.scene.cleo, server.members.id)
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    free = await speaking.free_slots(cleo, now=now)
    named = Submission(title="Together", co_speakers=f"<@{server.ben.id}>")
    asked = OneOffMeeting(title="Open call", when="2026-11-26 17:00 Boston", talks=2)
    await app.services[OneOffMeetingService].schedule(ada, asked, now=now)
    free = [one for one in await speaking.free_slots(cleo, now=now) if one not in free]

    mine = await speaking.sign_up(cleo, slot_id=free[0].slot.id, submission=named, now=now)
    organizers = await speaking.sign_up(ada, slot_id=free[1].slot.id, submission=named, now=now)

    assert mine.clashes == ()
    assert [one.talk.title for one in organizers.clashes if one.talk] == ["Giraffes"]


async def test_who_does_not_see_it_is_not_asked_to_speak_in_it_instead(
    secret: Secret, app: App
) -> None:
    server, now, services = secret.scene.server, app.clock.now(), app.services
    ben = await viewer(server, server.ben, server.members.id)
    cleo = await viewer(server, secret.scene.cleo, server.members.id)
    free = await services[TalkService].free_slots(cleo, slug="seminar", now=now)
    theirs = await services[TalkService].sign_up(
        cleo, slot_id=free[0].slot.id, submission=Submission(title="Open"), now=now
    )
    assert theirs.booking.talk is not None

    with pytest.raises(Refusal, match=r"can.t see the meeting"):
        await services[WaitlistService].ask_swap(ben, secret.talk, theirs.booking.talk.id, now=now)
