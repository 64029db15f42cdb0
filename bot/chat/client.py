"""The Discord client: its cogs, its commands, and what people are told when one fails."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any

import discord
from discord.ext import commands

from bot.chat import errors as failures
from bot.chat.command_mentions import CommandMentions
from bot.chat.command_tree import Tree
from bot.chat.formula_pictures import Formulas
from bot.chat.help import Help, Task
from bot.chat.member_limits import Limiter, Rate
from bot.chat.presence import Presence
from bot.clock import Clock
from bot.core.parts import Parts
from bot.core.web_addresses import Links
from bot.finding.cards.overlap_picture import Charts
from bot.people.service import MembershipService, Visitor
from bot.settings import Settings
from bot.storage import instance
from bot.storage.database import Store
from bot.storage.holdings import Holdings

log = logging.getLogger(__name__)

LONGEST_WAIT_FOR_DISCORD = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0  # seconds between tries to get into the gateway
# The tasks in which discord.py runs what members ask for, by the beginning of their names.
ASKED = (
    "CommandTree-invoker",
    "discord-ui-",
    "discord.py: on_interaction",
    "discord.py: on_message",
)


# Meridian does not speak, so discord.py need not say what it lacks for that.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class Meridian(commands.Bot):
    """Meridian in Discord: what members ask for goes to a cog, what fails to one place."""

    def __init__(
        self,
        *,
        services: Parts,
        store: Store,
        clock: Clock,
        settings: Settings,
        extensions: Sequence[str],
        guide: Sequence[Help],
        tasks: Sequence[Task],
        ailment: Callable[[], str],
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            strip_after_prefix=True,
            case_insensitive=True,
            help_command=None,
            tree_cls=Tree,
            # No privileged intent: a message that mentions the bot comes with its text.
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT_FOR_DISCORD,
        )
        self.services = services
        self.store = store
        self.clock = clock
        self.settings = settings
        self._limiter = Limiter(
            per_member=settings.writes_per_member, per_server=settings.writes_per_server
        )
        self.formulas = Formulas()
        self.charts = Charts()
        self.links = Links(public_url=settings.public_url)
        # What is wrong with Meridian, in words.
        self.ailment = ailment
        self.presence = Presence()
        self.presence.follow(self)
        self.guide, self.tasks = tuple(guide), tuple(tasks)
        self._to_load = tuple(extensions)
        self.mentions = CommandMentions()
        self.loaded: list[str] = []  # modules of cogs, in the order in which they were loaded

    async def connect(self, *, reconnect: bool = True) -> None:
        """Be in Discord; where its gateway lets nobody in at first, come again and again."""
        pause = FIRST_PAUSE
        while True:
            try:
                await super().connect(reconnect=reconnect)
            except AttributeError:
                # discord.py comes again by itself, but not where its very first try failed: then
                # it looks for the number of a session that it never had.
                if getattr(self, "ws", None) is not None:
                    raise
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return

    async def close(self) -> None:
        """Leave Discord, also in the first seconds, when discord.py still waits for servers.

        Its waiting task would otherwise end with an error in the log (discord.py 2.7).
        """
        waiting = self._connection._ready_task  # noqa: SLF001 - discord.py leaves it running
        if waiting is not None:
            waiting.cancel()
        await super().close()

    async def setup_hook(self) -> None:
        """Load the cogs, and register the commands with Discord if they changed."""
        await self.load_cogs()
        await self.sync_changed_commands()

    async def load_cogs(self) -> None:
        """Load the cogs that are not loaded yet.

        discord.py's extensions would run each module again for every client, and search all of
        Python's modules for each when the client closes.
        """
        for name in self._to_load:
            if name not in self.loaded:
                await import_module(name).setup(self)
                self.loaded.append(name)

    async def sync_changed_commands(self) -> bool:
        """Register the commands with Discord if they changed; return whether they had."""
        digest = self._commands_digest()
        async with self.store.read() as connection:
            if await instance.commands_digest(connection) == digest:
                return False
        self.mentions.learn(await self.tree.sync())
        async with self.store.write() as connection:
            await instance.note_commands(connection, digest)
        log.info("told Discord of %d commands", len(self.tree.get_commands()))
        return True

    def _commands_digest(self) -> str:
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        told = [self.application_id, sorted(payload, key=lambda command: str(command["name"]))]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def is_new(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether a request arrives for the first time (fault F38)."""
        return self._limiter.is_new(interaction.id, self.clock.now())

    def count(self, interaction: discord.Interaction[Any], rate: Rate) -> None:
        """Count a request; raise TooFast if it exceeds the limits."""
        member_id, guild_id = interaction.user.id, interaction.guild_id
        self._limiter.count(rate, member_id=member_id, guild_id=guild_id, now=self.clock.now())

    async def report(self, interaction: discord.Interaction[Any], error: BaseException) -> None:
        """Answer a command, click or form that failed (the one error surface)."""
        await failures.answer(interaction, error)

    async def on_command_error(
        self, context: commands.Context[Any], exception: commands.CommandError, /
    ) -> None:
        """Answer a mention that failed."""
        await failures.answer_mention(context, exception)

    async def on_message(self, message: discord.Message, /) -> None:
        """Answer mentions; a mention alone is answered with what to type."""
        said, mentions = message.content.strip(), _mentions(self.user)
        if message.author.bot or not said.startswith(mentions):
            return
        limiter, now = self._limiter, self.clock.now()
        if not (limiter.is_new(message.id, now) and limiter.may_mention(message.author.id, now)):
            return
        if said in mentions:
            await message.reply(failures.hint(self), mention_author=False)
        await self.process_commands(message)

    async def on_ready(self) -> None:
        """Log that Discord is reached; this may happen many times, so nothing starts here."""
        log.info("connected to Discord as %s in %d servers", self.user, len(self.guilds))

    async def review_members(self, now: datetime) -> None:
        """Ask Discord which members who hold something are still there; end access for the others.

        What they held passes on: their feeds are revoked, their seats given to others.
        """
        membership = self.services[MembershipService]
        for holder in await membership.holders(self.services[Holdings], now=now):
            guild = self.get_guild(holder.guild_id)
            if guild is None or guild.unavailable:
                continue  # the bot was removed, or Discord is in trouble: nobody left by that
            role = holder.member_role_id
            if role is not None and guild.get_role(role) is None:
                continue  # the member role was deleted: nobody left by that either
            try:
                member = await guild.fetch_member(holder.discord_id)
            except discord.NotFound:
                await membership.leave(holder.member_id, now=now)
            except (discord.HTTPException, discord.RateLimited) as error:
                log.warning("Discord did not say whether a member is still here: %s", error)
            else:
                await membership.viewer(visitor_from(member), now=now)

    async def finish_in_hand(self, *, seconds: float) -> bool:
        """Wait until all requests are answered; return whether that was in time."""
        try:
            async with asyncio.timeout(seconds):
                while waiting := _in_hand():
                    await asyncio.wait(waiting)
        except TimeoutError:
            return False
        return True


def visitor_from(member: discord.Member) -> Visitor:
    """Return a member as Discord describes them."""
    return Visitor(
        guild_id=member.guild.id,
        discord_id=member.id,
        display_name=member.display_name,
        role_ids=frozenset(role.id for role in member.roles),
        may_manage_server=member.guild_permissions.manage_guild,
        server_role_ids=frozenset(role.id for role in member.guild.roles),
    )


def _mentions(user: discord.ClientUser | None) -> tuple[str, ...]:
    return (f"<@{user.id}>", f"<@!{user.id}>") if user else ()


def _in_hand() -> set[asyncio.Task[Any]]:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    return {task for task in others if task.get_name().startswith(ASKED)}
