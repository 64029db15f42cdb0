"""A series as organizers make and change it by commands."""

from bot.app import App
from bot.series import store as series
from tests.discord_servers import Result, Server

DETAILS = {
    "description": "Kernels, *forests* and @everyone.",
    "join_link": "https://example.org/j",
    "room": "BC 420",
    "channel": "#seminar",
    "visibility": "public",
}


async def form_for(server: Server, **options: object) -> Result:
    typed = {"title": "Theory seminar", "when": "Thursdays 17:00", "minutes": 90, "slots": 2}
    return await server.ada.slash(server.channel, "series create", **{**typed, **options})


async def preview(server: Server, **options: object) -> Result:
    return await server.ada.submit_modal(await form_for(server, **options), DETAILS)


async def made(server: Server, **options: object) -> Result:
    return await server.confirm(await preview(server, **options))


async def edit(server: Server, **options: object) -> Result:
    return await server.ada.slash(server.channel, "series edit", series="theory-seminar", **options)


async def how_many(app: App) -> int:
    """Return how many series there are."""
    async with app.store.read() as connection:
        return len(await series.unended(connection))
