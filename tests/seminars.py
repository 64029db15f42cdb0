"""A server in which a seminar is held and a talk is given."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import discord
import simcord

from bot.app import App
from bot.meetings.service.changes import MeetingService
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService, Visitor
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.servers.service.setup import ServerSettings, SetupService
from bot.talks.model.submission import Completion, Submission
from bot.talks.service.talks import TalkService
from tests.discord_servers import PATIENCE, Server, StillClock
from tests.journeys.scene import viewer

JOIN = "https://meet.example.org/room"


@dataclass(slots=True, kw_only=True)
class Seminar:
    """A weekly seminar, Thursdays 17:00 in Lausanne, announced in #announcements."""

    server: Server
    clock: StillClock
    channel: simcord.ChannelHandle
    ada: Viewer
    ben: Viewer

    @property
    def app(self) -> App:
        return self.server.app

    async def send_due(self) -> None:
        await self.app.outbox.run_due()

    async def pass_time(self, **distance: float) -> None:
        """Let time pass; what falls due meanwhile is sent when it is due."""
        until = self.clock.now() + timedelta(**distance)
        await self.send_due()
        while (due := await self.app.outbox.next_moment()) is not None and due <= until:
            self.clock.advance(max(due - self.clock.now(), timedelta(seconds=1)))
            await self.send_due()
        self.clock.advance(max(until - self.clock.now(), timedelta()))
        await self.send_due()

    async def sign_up(self, *, week: int = 0, **typed: str) -> int:
        """Let Ben sign up for the slot of a week; return the talk."""
        speaking, now = self.app.services[TalkService], self.clock.now()
        free = await speaking.free_slots(self.ben, slug="seminar", now=now)
        done = await speaking.sign_up(
            self.ben, slot_id=free[week].slot.id, submission=Submission(**typed), now=now
        )
        assert done.booking.talk is not None
        return done.booking.talk.id

    async def complete(self, talk_id: int, **typed: str) -> None:
        """Let Ben fill in what is missing."""
        speaking = self.app.services[TalkService]
        present = (await speaking.talk(self.ben, talk_id)).talk
        await speaking.complete(
            self.ben,
            talk_id,
            completion=Completion(**typed),
            revision=present.revision,
            now=self.clock.now(),
        )

    async def meeting_of(self, week: int) -> int:
        offered = await self.app.services[MeetingService].offered(
            self.ada, slug="seminar", now=self.clock.now()
        )
        return offered[week][1].id

    async def move(self, when: str, *, week: int = 0, quietly: bool = False) -> None:
        """Let Ada move a meeting."""
        await self.app.services[MeetingService].move(
            self.ada,
            await self.meeting_of(week),
            when=when,
            reason="room",
            quietly=quietly,
            now=self.clock.now(),
        )

    async def cancel(self) -> None:
        """Let Ada call the next meeting off."""
        await self.app.services[MeetingService].cancel(
            self.ada, await self.meeting_of(0), reason="ill", now=self.clock.now()
        )

    async def announce_everything_in(self, channel: simcord.ChannelHandle) -> None:
        """Let a channel be the one for all announcements."""
        manager = Visitor(
            guild_id=self.server.guild.id,
            discord_id=self.server.ada.id,
            display_name="Ada",
            role_ids=(),
            may_manage_server=True,
        )
        await self.app.services[SetupService].set_up(
            manager, ServerSettings(announcement_channel_id=channel.id), now=self.clock.now()
        )

    async def delete(self, message: discord.Message) -> None:
        """Let somebody with the right to do so delete a message."""
        await self.app.client.http.delete_message(message.channel.id, message.id)

    async def first_meeting(self) -> int:
        return await self.meeting_of(0)

    async def until_posted(self, least: int = 1) -> None:
        """Wait until so many posts stand in the channel."""
        backend, posted = self.server.world.backend, asyncio.Event()

        def hear(event: str, _payload: object) -> None:
            if event == "MESSAGE_CREATE":
                posted.set()

        backend.subscribers.append(hear)
        try:
            async with asyncio.timeout(PATIENCE):
                while len(self.posts()) < least:
                    await posted.wait()
                    posted.clear()
        finally:
            backend.subscribers.remove(hear)

    def posts(self) -> list[discord.Message]:
        """Return what stands in the channel, oldest first."""
        return list(self.channel.history())

    def letters(self, person: simcord.MemberActor) -> list[discord.Message]:
        """Return what somebody was sent, oldest first."""
        return list(person.user.dm_channel.history())


def words(message: discord.Message) -> str:
    """Return all that a message says."""
    parts = [message.content]
    for card in message.embeds:
        parts += [card.title or "", card.description or ""]
        parts += [f"{field.name}: {field.value}" for field in card.fields]
    return "\n".join(parts)


async def set_up_seminar(world: simcord.Env, app: App, clock: StillClock) -> Seminar:
    """Make a server with a seminar."""
    server, channel = _in_discord(world, app)
    await server.set_up()
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    ben = await viewer(server, server.ben, server.members.id)
    described = SeriesDescription(
        title="Seminar", when="Thursdays 17:00", zone="epfl", join_link=JOIN, channel_id=channel.id
    )
    await app.services[SeriesService].create(ada, described, now=clock.now())
    await app.services[MembershipService].describe_oneself(ben, site_slug="mit")
    return Seminar(server=server, clock=clock, channel=channel, ada=ada, ben=ben)


def find_seminar(made: Seminar, world: simcord.Env, app: App, clock: StillClock) -> Seminar:
    """Make the server of a seminar that stands in the database of this app already."""
    server, channel = _in_discord(world, app)
    assert server.ids == made.server.ids
    assert channel.id == made.channel.id
    return replace(made, server=server, clock=clock, channel=channel)


def _in_discord(world: simcord.Env, app: App) -> tuple[Server, simcord.ChannelHandle]:
    server = Server(world, app, "Theory")
    return server, server.guild.create_text_channel("announcements")
