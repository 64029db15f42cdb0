"""Discord as an earlier version of Meridian left it: its people, channels, messages and forms."""

import gzip
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simcord
from simcord.backend import models
from simcord.backend.models.channel import ThreadMetadata

HERE = Path(__file__).parent
SCHEMAS = ("0010", "0013")  # of which a database was kept
DISCORD = "discord-0010.json.gz"
BUTTON = 2
A_DAY = 86_400.0  # seconds
COMMAND = 2  # an interaction that was answered with a form
Row = dict[str, Any]
Result = simcord.InteractionResult


def database(schema: str = SCHEMAS[0]) -> bytes:
    """Return the SQLite file that was kept of a schema."""
    return gzip.decompress((HERE / f"database-{schema}.sqlite.gz").read_bytes())


def discord() -> Row:
    """Return what was kept of Discord and of the feeds."""
    found: Row = json.loads(gzip.decompress((HERE / DISCORD).read_bytes()))
    return found


def feeds(schema: str) -> Row:
    """Return what the program of a schema answered to each address: a status and a body."""
    if schema == SCHEMAS[0]:
        return dict(discord()["feeds"])
    found: Row = json.loads(gzip.decompress((HERE / f"feeds-{schema}.json.gz").read_bytes()))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A button or a form that the earlier version sent, and who was shown it."""

    custom_id: str
    channel: int
    person: int
    message: int = 0
    form: Row | None = None

    @property
    def kind(self) -> str:
        """What it does, like "talk-edit"."""
        return self.custom_id.split(":")[1]


class Kept:
    """The stand-in Discord with everything in it that was there."""

    def __init__(self, world: simcord.Env, kept: Row) -> None:
        self.world, self.kept = world, kept
        self._guilds = {row["id"]: row for row in kept["guilds"]}
        self._channels = {row["id"]: row for row in kept["channels"]}
        self._messages = {row["id"]: row for row in kept["messages"]}
        self._guild_of = {
            member["user_id"]: guild["id"]
            for guild in kept["guilds"]
            for member in guild["members"]
        }
        self._names = {
            member["nick"]: member["user_id"]
            for member in kept["guilds"][0]["members"]
            if member["nick"]
        }

    def restore(self) -> None:
        """Put everything into the stand-in Discord; nobody is connected to it yet."""
        backend, kept = self.world.backend, deepcopy(self.kept)
        del backend.users[backend.bot_user.id]
        backend.bot_user = models.User(bot=True, **kept["bot"])
        backend.users = {row["id"]: models.User(**row) for row in kept["users"]}
        backend.users[backend.bot_user.id] = backend.bot_user
        backend.guilds = {row["id"]: _guild(row) for row in kept["guilds"]}
        backend.channels = {row["id"]: _channel(row) for row in kept["channels"]}
        backend.dm_channels = {int(user): at for user, at in kept["dm_channels"].items()}
        backend.messages = {channel: {} for channel in backend.channels}
        for row in kept["messages"]:
            backend.messages[row["channel_id"]][row["id"]] = models.Message(**row)
        backend.advance_clock(A_DAY)  # ids that are given from now on are others

    def named(self, name: str) -> int:
        """Return a person of the first server by name."""
        return int(self._names[name])

    def channel(self, name: str) -> simcord.ChannelHandle:
        """Return a channel of the first server by name."""
        (row,) = [
            c
            for c in self.kept["channels"]
            if (c["name"], c["guild_id"]) == (name, self.kept["guilds"][0]["id"])
        ]
        return self._handle(row["id"])

    def _handle(self, channel: int) -> simcord.ChannelHandle:
        guild = self._channels[channel]["guild_id"]
        handle = None if guild is None else self._guild(guild)
        return simcord.ChannelHandle(self.world, handle, self.world.backend.get_channel(channel))

    def _guild(self, guild: int) -> simcord.GuildHandle:
        return simcord.GuildHandle(self.world, self.world.backend.get_guild(guild))

    def user(self, person: int) -> simcord.UserHandle:
        """Return somebody as they are in direct messages."""
        return simcord.UserHandle(self.world, self.world.backend.get_user(person))

    def member(self, person: int) -> simcord.MemberActor:
        """Return somebody as they are in their server."""
        return simcord.MemberActor(
            self.world, self._guild(self._guild_of[person]), self.user(person)
        )

    def places(self) -> Iterator[Place]:
        """Yield every button that can be clicked, the newest first; in public, Ada clicks it."""
        for row in reversed(self.kept["messages"]):
            for button in _buttons(row["components"]):
                if button.get("custom_id") and not button.get("disabled"):
                    yield Place(
                        custom_id=button["custom_id"],
                        channel=row["channel_id"],
                        person=self._reader(row),
                        message=row["id"],
                    )

    def public(self) -> Place:
        """Return the newest button that everybody in the server sees."""
        return next(
            one
            for one in self.places()
            if self._channels[one.channel]["guild_id"] is not None
            and not self._messages[one.message]["flags"]
        )

    def forms(self) -> Iterator[Place]:
        """Yield every form that was opened, those not sent yet first."""
        for row in sorted(self.kept["forms"], key=lambda row: (row["submitted"], -row["id"])):
            yield Place(
                custom_id=row["modal"]["custom_id"],
                channel=row["channel_id"],
                person=row["user_id"],
                form=row["modal"],
            )

    def _reader(self, row: Row) -> int:
        recipients: list[int] = self._channels[row["channel_id"]]["recipient_ids"]
        if recipients:
            return recipients[0]
        asked = ((row["interaction_metadata"] or {}).get("user") or {}).get("id")
        return int(asked) if asked and row["flags"] else self.named("Ada")

    async def click(self, place: Place, *, instead: str = "") -> Result:
        """Let the person who was shown a button click it, or another one made up in its place."""
        stored = self.world.backend.get_message(place.channel, place.message)
        # As it was: it may have been answered, or replaced by the answer, since.
        stored.components = deepcopy(self._messages[place.message]["components"])
        if instead:
            button = next(b for b in _buttons(stored.components) if b.get("custom_id"))
            button["custom_id"] = instead
        shown = simcord.ResponseMessage(self.world, stored)
        is_letter = self._channels[place.channel]["guild_id"] is None
        reader = self.user(place.person) if is_letter else self.member(place.person)
        return await reader.click(shown, custom_id=instead or place.custom_id)

    def is_edited(self, channel: int, message: int) -> bool:
        """Return whether a message that was there has been written again."""
        if message not in self._messages:
            return False
        there = self.world.backend.get_message(channel, message)
        before: str | None = self._messages[message]["edited_timestamp"]
        return there.edited_timestamp != before

    async def submit(self, place: Place, **typed: str) -> Result:
        """Let the person who opened a form send it, with what it was filled in with."""
        guild = self._channels[place.channel]["guild_id"]
        record = self.world.backend.new_interaction(COMMAND, place.channel, place.person, guild)
        record.modal = place.form
        opened = Result(self.world, record)
        reader = self.user(place.person) if guild is None else self.member(place.person)
        return await reader.submit_modal(opened, {**prefilled(opened), **typed})


def prefilled(opened: Result) -> dict[str, str]:
    """Return what a form was filled in with, by field."""
    found: dict[str, str] = {}
    waiting = list((opened.modal or {}).get("components", []))
    while waiting:
        part = waiting.pop()
        waiting += part.get("components", [])
        waiting += [part["component"]] if "component" in part else []
        if part.get("custom_id") and part.get("value"):
            found[part["custom_id"]] = part["value"]
    return found


def _buttons(parts: list[Row]) -> Iterator[Row]:
    for part in parts:
        if part.get("type") == BUTTON:
            yield part
        yield from _buttons(part.get("components", []))


def _guild(row: Row) -> models.Guild:
    events = [models.ScheduledEvent(**{**e, "user_ids": set()}) for e in row["scheduled_events"]]
    return models.Guild(
        **{
            **row,
            "roles": {role["id"]: models.Role(**role) for role in row["roles"]},
            "members": {m["user_id"]: models.Member(**m) for m in row["members"]},
            "scheduled_events": {event.id: event for event in events},
        }
    )


def _channel(row: Row) -> models.Channel:
    threads = row["thread_metadata"]
    people = {int(user): joined for user, joined in row["thread_members"].items()}
    metadata = None if threads is None else ThreadMetadata(**threads)
    return models.Channel(**{**row, "thread_metadata": metadata, "thread_members": people})
