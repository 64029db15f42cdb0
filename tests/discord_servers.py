"""Servers of the stand-in Discord with a collaboration in them, as tests of cogs are set in."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import discord
import simcord

from bot.app import App
from bot.chat.replies import Button, Reply
from bot.clock import MovableClock
from bot.people.service import Visitor
from bot.servers.service.setup import ServerSettings, SetupService
from tests.worlds import NOW

Result = simcord.InteractionResult
LOOKS_EVERY = 0.005  # seconds
PATIENCE = 300.0  # seconds; a slow computer is no fault of what is tested


class StillClock(MovableClock):
    """A clock that stands until it is moved, so that a test's dates are always the same."""

    def now(self) -> datetime:
        """Return Monday, 23 November 2026, and what it was moved by."""
        return NOW + self._ahead

    def jump(self, distance: timedelta) -> None:
        """Go wrong, or be put right: forward or back."""
        self._ahead += distance


class StandIn(simcord.Env):
    """A stand-in Discord that goes on as soon as the program rests.

    SimCord looks every 50 ms whether it does, which is longer than most of what a test asks for,
    and gives up after 5 s, which a busy computer may take.
    """

    def __init__(self, bot: discord.Client, **more: Any) -> None:  # noqa: ANN401 - SimCord's own
        super().__init__(bot, settle_timeout=PATIENCE, **more)

    async def _settle_internal(self, *, idle: float = LOOKS_EVERY, **more: Any) -> None:  # noqa: ANN401 - SimCord's own
        await super()._settle_internal(idle=min(idle, LOOKS_EVERY), **more)


class Server:
    """A Discord server with a collaboration, an organizer Ada, a member Ben and a stranger."""

    def __init__(self, world: simcord.Env, app: App, name: str) -> None:
        self.world, self.app, self.name = world, app, name
        self.guild = world.create_guild(name)
        self.channel = self.guild.create_text_channel("seminar")
        self.organizers = self.guild.create_role("organizers")
        self.members = self.guild.create_role("members")
        self.ada = self._person("Ada", self.organizers, self.members)
        self.ben = self._person("Ben", self.members)
        self.mallory = self._person("Mallory")

    def _person(self, name: str, *roles: simcord.RoleHandle) -> simcord.MemberActor:
        user = self.world.create_user(f"{name} of {self.name}")
        return self.guild.add_member(user, roles=roles, nick=name)

    async def set_up(self, slug: str = "deep-learning-theory") -> "Server":
        """Make the server a collaboration, anchored in Lausanne."""
        manager = Visitor(
            guild_id=self.guild.id,
            discord_id=self.ada.id,
            display_name="Ada",
            role_ids=(),
            may_manage_server=True,
        )
        await self.app.services[SetupService].set_up(
            manager,
            ServerSettings(
                name=slug.replace("-", " ").capitalize(),
                slug=slug,
                organizer_role_id=self.organizers.id,
                member_role_id=self.members.id,
                anchor_site="epfl",
            ),
            now=NOW,
        )
        return self

    @property
    def ids(self) -> list[int]:
        """Discord's numbers of all that is in it: what is made in the same order has the same."""
        there = (self.guild, self.channel, self.organizers, self.members)
        return [one.id for one in (*there, self.ada, self.ben, self.mallory)]

    async def restart(self) -> None:
        """Let a new process, which remembers nothing, take over."""
        await self.world.restart_bot(self.app.new_client())

    def demote(self, person: simcord.MemberActor) -> None:
        """Take all roles from somebody."""
        self.world.backend.get_guild(self.guild.id).members[person.id].role_ids.clear()

    async def confirm(self, reply: Result, *, by: simcord.MemberActor | None = None) -> Result:
        """Click Confirm, and once more where a closure asks for a second word."""
        person = by or self.ada
        asked = await person.click(shown(reply), label="Confirm")
        second = [label for label in labels(asked) if label.startswith("Schedule despite")]
        return await person.click(shown(asked), label=second[0]) if second else asked

    async def click_twice(self, person: simcord.MemberActor, reply: Result, label: str) -> Result:
        """Click a button that is still on the screen once more; return the second answer."""
        message = shown(reply)
        stored = self.world.backend.get_message(message.channel_id, message.id)
        buttons = deepcopy(stored.components)
        await person.click(message, label=label)
        stored.components = buttons
        return await person.click(message, label=label)

    async def click_on(self, person: simcord.MemberActor, identity: str) -> Result:
        """Click on a button with this custom_id in the channel, as one of an older message."""
        channel = self.app.client.get_partial_messageable(self.channel.id)
        sent = await channel.send(**Reply(buttons=(Button(label="x", id=identity),)).arguments())
        message = self.channel.last_message
        assert isinstance(message, discord.Message)
        result = await person.click(message, label="x")
        await self.app.client.http.delete_message(sent.channel.id, sent.id)
        return result


def said(result: Result) -> str:
    """Return all that an answer shows now: its text and its cards, line by line."""
    message = result.response or result.followups[0]
    parts = [message.content]
    for card in message.embeds:
        parts += [card.title or "", card.description or ""]
        parts += [f"{field.name}: {field.value}" for field in card.fields]
        parts.append(card.footer.text or "")
    return "\n".join(part for part in parts if part)


def shown(result: Result) -> simcord.ResponseMessage:
    """Return the message of an answer, to click on."""
    return result.response or result.followups[0]


def labels(result: Result) -> list[str]:
    """Return the buttons of an answer."""
    return [
        button["label"] for row in shown(result).components for button in row.get("components", [])
    ]


def identity_of(result: Result, label: str) -> str:
    """Return the custom_id of a button of an answer."""
    rows = [button for row in shown(result).components for button in row.get("components", [])]
    return next(str(button["custom_id"]) for button in rows if button["label"] == label)


def filled_in(result: Result) -> dict[str, str]:
    """Return what a form that was opened is filled in with, by field."""
    found: dict[str, str] = {}
    waiting = list((result.modal or {}).get("components", []))
    while waiting:
        part = waiting.pop()
        waiting += part.get("components", [])
        waiting += [part["component"]] if "component" in part else []
        if part.get("custom_id"):
            found[part["custom_id"]] = part.get("value") or ""
    return found
