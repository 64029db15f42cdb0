"""What the gateway reports about servers, in whatever order it arrives."""

import discord

from bot.app import App
from bot.servers.store import collaborations
from tests.discord_servers import Server


async def is_served(app: App, server: Server) -> bool:
    async with app.store.read() as connection:
        found = await collaborations.by_guild(connection, server.guild.id)
    assert found is not None
    return found.is_served


async def report(app: App, event: str, guild: discord.Guild) -> None:
    cog = app.client.get_cog("DeparturesCog")
    assert cog is not None
    (listener,) = (method for name, method in cog.get_listeners() if name == event)
    await listener(guild)


def forget(app: App, guild: discord.Guild) -> None:
    """Let the client forget a server, as discord.py does before it reports the removal."""
    app.client._connection._remove_guild(guild)  # noqa: SLF001 - what GUILD_DELETE does first


async def test_a_late_report_does_not_wake_a_server_that_removed_meridian(
    app: App, server: Server
) -> None:
    guild = app.client.get_guild(server.guild.id)
    assert guild is not None
    forget(app, guild)
    await report(app, "on_guild_remove", guild)

    await report(app, "on_guild_available", guild)
    await report(app, "on_guild_join", guild)

    assert not await is_served(app, server)


async def test_a_server_that_is_there_again_is_woken(app: App, server: Server) -> None:
    guild = app.client.get_guild(server.guild.id)
    assert guild is not None
    await report(app, "on_guild_remove", guild)

    await report(app, "on_guild_available", guild)

    assert await is_served(app, server)
