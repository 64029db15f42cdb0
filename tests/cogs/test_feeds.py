"""/calendar in a stand-in Discord, fetched over real HTTP."""

import re
from urllib.parse import quote_plus

import aiohttp
import pytest

from bot.app import App
from tests.cogs.test_talks import make_series, sign_up
from tests.discord_servers import Result, Server, labels, said, shown


async def fetched(app: App, told: Result) -> tuple[int, str]:
    """Fetch the address in a reply."""
    path = re.findall(r"http://meridian\.test(/feeds/\S+?\.ics)", said(told))[0]
    async with (
        aiohttp.ClientSession(f"http://127.0.0.1:{app.web.port}") as session,
        session.get(path) as answer,
    ):
        return answer.status, (await answer.text()).replace("\r\n ", "")


async def test_a_member_gets_a_link_that_shows_what_members_see(server: Server, app: App) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")

    told = await server.ben.slash(server.channel, "calendar subscribe", app="Apple")
    status, feed = await fetched(app, told)

    assert told.ephemeral
    assert "webcal://meridian.test/feeds/me/" in said(told)
    assert "up to a day" in said(told)
    assert status == 200
    assert "Kernels" in feed
    assert "https://meet.example.org/x" in feed


@pytest.mark.parametrize(
    ("program", "step"),
    [
        ("Google", "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"),
        ("Outlook", "Subscribe from web"),
        ("Thunderbird", "On the Network"),
        ("GNOME", "webcal://"),
        ("Android", "ICSx5"),
    ],
)
async def test_each_program_is_told_its_own_way(server: Server, program: str, step: str) -> None:
    told = await server.ben.slash(server.channel, "calendar subscribe", app=program)

    assert step in said(told)


async def test_a_link_comes_with_a_button_for_each_program(server: Server) -> None:
    told = await server.ben.slash(server.channel, "calendar subscribe", alarm="1 hour")

    (row,) = shown(told).components
    opened = {button["label"]: button["url"] for button in row["components"]}
    address = re.findall(r"```\n(http\S+)\n```", said(told))[0]
    assert address.endswith("/deep-learning-theory.ics?alarm=60")
    assert list(opened) == ["Google", "Outlook.com", "Office 365", "Apple", "Thunderbird"]
    assert opened["Google"].endswith("/settings/addbyurl")
    assert quote_plus(address) in opened["Outlook.com"]
    assert opened["Apple"] == f"{address}&open=1"


async def test_a_stranger_gets_the_public_feeds(server: Server, app: App) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")

    told = await server.mallory.slash(server.channel, "calendar subscribe")
    status, feed = await fetched(app, told)

    assert "/feeds/me/" not in said(told)
    assert "Seminar: `http://meridian.test/feeds/deep-learning-theory/series/seminar.ics`" in said(
        told
    )
    assert (status, "Kernels" in feed, "meet.example" in feed) == (200, True, False)


async def test_links_are_listed_with_their_last_use_and_revoked_by_a_button(
    server: Server, app: App
) -> None:
    await make_series(server)
    told = await server.ben.slash(server.channel, "calendar subscribe", app="Google")
    unused = said(await server.ben.slash(server.channel, "calendar links"))
    await fetched(app, told)
    await app.web.feeds.tokens.flush_uses(app.clock.now())
    listed = await server.ben.slash(server.channel, "calendar links")
    before = said(listed)

    await server.restart()
    done = await server.ben.click(shown(listed), label=labels(listed)[0])
    status, feed = await fetched(app, told)

    assert "never used so far" in unused
    assert "last used <t:" in before
    assert said(done).startswith("Revoked. That link no longer shows our meetings.")
    assert status == 200
    assert "Kernels" not in feed
    assert "replaced" in feed


async def test_who_loses_the_role_loses_the_feed_with_the_next_thing_they_ask(
    server: Server, app: App
) -> None:
    await make_series(server)
    told = await server.ben.slash(server.channel, "calendar subscribe")
    server.demote(server.ben)

    await server.ben.slash(server.channel, "next")
    _, feed = await fetched(app, told)

    assert "meet.example.org" not in feed
    assert "replaced" in feed


async def test_who_left_loses_the_feed_when_holders_are_reviewed(server: Server, app: App) -> None:
    await make_series(server)
    told = await server.ben.slash(server.channel, "calendar subscribe")
    server.guild.remove_member(server.ben)

    await app.housekeeping.run_all()
    _, feed = await fetched(app, told)

    assert "meet.example.org" not in feed
    assert "replaced" in feed


async def test_a_link_is_revoked_by_name(server: Server) -> None:
    for app_name in ("Google", "Apple"):
        await server.ben.slash(server.channel, "calendar subscribe", app=app_name)
    offered = await server.ben.autocomplete(server.channel, "calendar revoke", "link", "app")

    told = await server.ben.slash(server.channel, "calendar revoke", link=offered[0]["value"])

    assert [choice["name"] for choice in offered] == ["2. Apple"]
    assert "1. Google" in said(told)
    assert "2. Apple" not in said(told)
