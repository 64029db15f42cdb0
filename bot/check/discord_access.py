"""Checks of the bot's token, its servers and its permissions, over HTTP alone."""

from collections.abc import AsyncIterator

import aiohttp
import discord

from bot.check.results import CheckResult, Severity
from bot.core.translation import _
from bot.servers.service.departures import another_application
from bot.storage.database import path_of
from bot.storage.engines.sqlite.inspection import application_of

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)


async def discord_results(token: str, url: str = "") -> AsyncIterator[CheckResult]:
    """Log in without connecting, and look at commands, servers and permissions."""
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        yield CheckResult(Severity.OK, _("Discord accepts the token of {bot}.", bot=client.user))
        for result in application(url, client.application_id):
            yield result
        yield await _commands(client)
        async for result in _servers(client):
            yield result
    except discord.LoginFailure:
        sentence = _("Discord refuses the token. Copy it again from Bot, Reset Token.")
        yield CheckResult(Severity.WRONG, sentence)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        yield CheckResult(Severity.WRONG, _("Discord cannot be reached ({reason}).", reason=error))
    finally:
        await client.close()


def application(url: str, present: int | None) -> list[CheckResult]:
    """Return a warning if the database belongs to another Discord application."""
    known = application_of(path_of(url)) if url else None
    if known in {None, present}:
        return []
    return [CheckResult(Severity.WARNING, another_application(known=known, present=present))]


async def _commands(client: discord.Client) -> CheckResult:
    known = await discord.app_commands.CommandTree(client).fetch_commands()
    if not known:
        sentence = _("No commands are registered with Discord yet. `run` registers them.")
        return CheckResult(Severity.WARNING, sentence)
    sentence = _(
        "{count} command is registered with Discord.",
        plural="{count} commands are registered with Discord.",
        count=len(known),
    )
    return CheckResult(Severity.OK, sentence)


async def _servers(client: discord.Client) -> AsyncIterator[CheckResult]:
    guilds = [guild async for guild in client.fetch_guilds(with_counts=False)]
    if not guilds:
        sentence = _("The bot is in no server. Invite it with {link}", link=_invite(client))
        yield CheckResult(Severity.WARNING, sentence)
    for guild in guilds:
        yield await _permissions(client, guild.id)


async def _permissions(client: discord.Client, guild_id: int) -> CheckResult:
    guild = await client.fetch_guild(guild_id, with_counts=False)
    user = client.user
    assert user is not None  # noqa: S101 - logging in has set it
    granted = (await guild.fetch_member(user.id)).guild_permissions
    missing = [name for name, needed in NEEDED if needed and not getattr(granted, name)]
    if missing and not granted.administrator:
        sentence = _(
            "In {server}, the bot lacks these permissions: {names}.",
            server=guild.name,
            names=", ".join(name.replace("_", " ") for name in missing),
        )
        return CheckResult(Severity.WRONG, sentence)
    sentence = _("In {server}, the bot has the permissions it needs.", server=guild.name)
    return CheckResult(Severity.OK, sentence)


def _invite(client: discord.Client) -> str:
    return discord.utils.oauth_url(
        client.application_id or 0,
        permissions=NEEDED,
        scopes=("bot", "applications.commands"),
    )
