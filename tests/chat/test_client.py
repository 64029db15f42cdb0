import logging
import re
from collections.abc import AsyncIterator

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bot.app import SHARED_COGS, App
from bot.chat.client import Meridian
from bot.chat.errors import GONE, answer
from bot.chat.late_answers import OVER
from bot.core.refusals import Refusal
from bot.feeds import store as subscriptions
from bot.feeds.subject import FEEDS
from bot.people.store import members
from bot.people.subject import PEOPLE
from bot.servers.store import collaborations
from bot.settings import Settings
from bot.storage.database import Store
from bot.subjects import SUBJECTS
from tests.conftest import MADE
from tests.paths import ROOT

APOLOGY = re.compile(
    r"Something went wrong on my side, and nothing was saved\. "
    r"Please try again, or give an organizer this number: `([0-9a-f]{8})`\."
)


class Troublesome(commands.Cog):
    """Commands that fail in every way there is."""

    @app_commands.command(description="Refuses")
    async def refuse(self, _interaction: discord.Interaction) -> None:
        message = "The slot is taken: please choose another."
        raise Refusal(message)

    @app_commands.command(description="Refuses at length")
    async def ramble(self, _interaction: discord.Interaction) -> None:
        raise Refusal("because " * 1000)

    @app_commands.command(description="Breaks")
    async def break_(self, _interaction: discord.Interaction) -> None:
        message = "an internal matter"
        raise ZeroDivisionError(message)

    @app_commands.command(description="Breaks after it began to answer")
    async def break_late(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        message = "an internal matter"
        raise ZeroDivisionError(message)

    @app_commands.command(description="Offers nothing")
    async def choose(self, interaction: discord.Interaction, word: str) -> None:
        await interaction.response.send_message(word)

    @choose.autocomplete("word")
    async def words(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if typed == "refuse":
            message = "Nothing to choose from."
            raise Refusal(message)
        raise ZeroDivisionError

    @commands.command()
    async def never(self, _context: commands.Context[Meridian]) -> None:
        message = "Not in this channel."
        raise Refusal(message)

    @commands.command()
    async def crash(self, _context: commands.Context[Meridian]) -> None:
        raise ZeroDivisionError


@pytest.fixture
async def bare(settings: Settings) -> AsyncIterator[App]:
    """Meridian with no subject but people."""
    async with App(settings, subjects=(PEOPLE,)) as running:
        yield running


class Room:
    """A stand-in Discord with one channel, and Alice in it."""

    def __init__(self, world: simcord.Env, client: Meridian) -> None:
        self.world = world
        guild = world.create_guild()
        self.channel = guild.create_text_channel("general")
        self.alice = guild.add_member(world.create_user("alice"))
        assert client.user is not None
        self.mention = f"<@{client.user.id}>"

    async def said_to(self, command: str) -> tuple[str, bool]:
        result = await self.alice.slash(self.channel, command)
        assert result.response is not None
        return result.response.content, result.response.ephemeral

    async def answer_to(self, message: str) -> str:
        await self.alice.send(self.channel, message)
        await self.world.settle()
        return self.channel.history()[-1].content


@pytest.fixture
async def room(bare: App) -> AsyncIterator[Room]:
    client = bare.client
    await client.add_cog(Troublesome())
    world = simcord.Env(client, check_errors=False)
    await world.start()
    yield Room(world, client)
    await world.shutdown()


def failures_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]


async def test_a_refusal_is_shown_as_it_stands_to_that_person_alone(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    said = await room.said_to("refuse")

    assert said == ("The slot is taken: please choose another.", True)
    assert failures_in(caplog) == []


async def test_a_refusal_longer_than_discord_takes_is_cut(room: Room) -> None:
    sentence, _ = await room.said_to("ramble")

    assert sentence.endswith("because…")
    assert 1900 < len(sentence) <= 2000


@pytest.mark.parametrize("command", ["break_", "break_late"])
async def test_a_failure_is_answered_with_the_id_it_is_logged_under(
    room: Room, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    """F44."""
    sentence, alone = await room.said_to(command)

    told = APOLOGY.fullmatch(sentence)
    assert told is not None
    assert alone
    assert failures_in(caplog) == [f"failure {told[1]}"]
    assert "an internal matter" in caplog.text


@pytest.mark.parametrize(("typed", "logged"), [("refuse", 0), ("break", 1)])
async def test_an_autocompletion_that_fails_offers_nothing(
    room: Room, caplog: pytest.LogCaptureFixture, typed: str, logged: int
) -> None:
    offered = await room.alice.autocomplete(room.channel, "choose", "word", typed)

    answers = [r for r in room.world.http_requests if r.path.endswith("/callback")]
    assert (offered, len(answers)) == ([], 1)
    assert len(failures_in(caplog)) == logged


async def test_a_mention_that_is_refused_is_answered_in_the_channel(room: Room) -> None:
    assert await room.answer_to(f"{room.mention} never") == "Not in this channel."


async def test_a_mention_that_fails_is_answered_with_an_id(room: Room) -> None:
    assert APOLOGY.fullmatch(await room.answer_to(f"{room.mention} crash"))


@pytest.mark.parametrize("words", ["", " what is up?"], ids=["bare", "unknown"])
async def test_a_mention_without_a_known_word_is_told_what_there_is(room: Room, words: str) -> None:
    said = await room.answer_to(f"{room.mention}{words}")

    assert said == (
        "`@Meridian crash` · `@Meridian never`; for everything else type `/` and pick a command."
    )


async def test_what_is_said_to_others_is_left_alone(room: Room) -> None:
    assert await room.answer_to("next week then") == "next week then"


class Vanished:
    """An interaction whose token Discord no longer knows."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.response = self.user = self
        self.letters: list[str] = []

    def is_done(self) -> bool:
        return False

    async def send_message(self, *_: object, **__: object) -> None:
        raise http_error(self.code)

    async def send(self, *, content: str, **_: object) -> None:
        self.letters.append(content)


def http_error(code: int) -> discord.HTTPException:
    class Answer:
        status = 404
        reason = "Not Found"

    return discord.HTTPException(Answer(), {"code": code, "message": "gone"})


@pytest.mark.parametrize("code", [*sorted(GONE), 50013])
async def test_an_answer_that_discord_does_not_take_is_noted_and_not_raised(
    caplog: pytest.LogCaptureFixture, code: int
) -> None:
    caplog.set_level(logging.INFO)

    gone = Vanished(code)

    await answer(gone, Refusal("No."))  # type: ignore[arg-type] # as much of one as is needed

    (line,) = [r.getMessage() for r in caplog.records]
    assert line.startswith("an answer came too late" if code in GONE else "nobody could be told")
    # Whoever was told to wait gets a direct message.
    assert [letter.splitlines()[-1] for letter in gone.letters] == ["No."] * (code in OVER)


async def test_commands_are_told_to_discord_only_when_they_changed(bare: App) -> None:
    first, same, changed = bare.client, bare.new_client(), bare.new_client()
    for client in (first, same, changed):
        await client.add_cog(Troublesome())
    changed.tree.remove_command("refuse")

    async with simcord.run(first) as world:
        told = [request.path for request in world.http_requests if request.method == "PUT"]
        again = await first.sync_changed_commands()
        await world.restart_bot(same)
        after_restart = await same.sync_changed_commands()
        requests = len([r for r in world.http_requests if r.method == "PUT"])
        await world.restart_bot(changed)

    assert len(told) == 1
    assert (again, after_restart, requests) == (False, False, 1)


async def test_every_cog_is_loaded(discord_world: simcord.Env, app: App) -> None:
    assert discord_world.bot is app.client
    assert tuple(app.client.loaded) == app.extensions


def test_every_extension_is_a_file_and_every_cog_an_extension() -> None:
    found = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in (ROOT / "cogs").rglob("*.py")
        if "async def setup(" in file.read_text(encoding="utf-8")
    }
    named = {name for subject in SUBJECTS for name in subject.cogs} | set(SHARED_COGS)

    assert found == {name for name in named if name.startswith("cogs.")}


async def test_only_what_is_needed_is_asked_of_discord(bare: App) -> None:
    client = bare.client

    asked = {name for name, wanted in client.intents if wanted}

    assert asked == {"guilds", "guild_messages", "dm_messages"}
    mentions = client.allowed_mentions
    assert mentions is not None
    assert (mentions.everyone, mentions.users, mentions.roles) == (False, False, False)


class Audience:
    """A collaboration with a member role, whose members each hold a private feed."""

    def __init__(self, world: simcord.Env, client: Meridian, store: Store) -> None:
        self.world, self.client, self.store = world, client, store
        self.guild = world.create_guild()
        self.role = self.guild.create_role("member")
        self.ids: dict[str, int] = {}

    async def found(self) -> None:
        await self.world.settle()
        async with self.store.write() as connection:
            self.collaboration_id = await collaborations.insert(
                connection,
                slug="theory",
                name="Theory",
                guild_id=self.guild.id,
                member_role_id=self.role.id,
            )

    async def add(self, name: str, *, member: bool) -> simcord.MemberActor:
        roles = [self.role] if member else []
        actor = self.guild.add_member(self.world.create_user(name), roles=roles)
        async with self.store.write() as connection:
            self.ids[name] = await members.insert(
                connection,
                collaboration_id=self.collaboration_id,
                discord_id=actor.id,
                display_name=name,
            )
            await subscriptions.insert(
                connection, member_id=self.ids[name], label="desk", token_digest=name, now=MADE
            )
        return actor

    async def holders(self) -> set[str]:
        async with self.store.read() as connection:
            left = [row.member_id for row in await connection.execute(subscriptions.held(MADE))]
        return {name for name, number in self.ids.items() if number in left}


@pytest.fixture
async def audience(settings: Settings) -> AsyncIterator[Audience]:
    async with App(settings, subjects=(PEOPLE, FEEDS)) as running:
        world = simcord.Env(running.client)
        await world.start()
        there = Audience(world, running.client, running.store)
        await there.found()
        yield there
        await world.shutdown()


async def test_who_left_or_lost_the_role_loses_their_feeds_and_nobody_else(
    audience: Audience,
) -> None:
    await audience.add("stays", member=True)
    await audience.add("lost the role", member=False)
    audience.guild.remove_member(await audience.add("left", member=True))

    await audience.client.review_members(MADE)

    assert await audience.holders() == {"stays"}


async def test_nobody_loses_a_feed_because_discord_is_in_trouble(audience: Audience) -> None:
    await audience.add("stays", member=True)
    audience.world.inject_error("GET", "/guilds/*/members/*", status=503)

    await audience.client.review_members(MADE)

    assert await audience.holders() == {"stays"}


async def test_nobody_loses_a_feed_because_the_bot_was_removed(audience: Audience) -> None:
    await audience.add("stays", member=False)
    async with audience.store.write() as connection:
        await collaborations.update(connection, audience.collaboration_id, guild_id=1)

    await audience.client.review_members(MADE)

    assert await audience.holders() == {"stays"}
