"""/overlap in a stand-in Discord."""

import io

import discord
from PIL import Image

from tests.discord_servers import Result, Server, said, shown


async def opened(result: Result) -> tuple[discord.Attachment, Image.Image]:
    (file,) = shown(result).attachments
    return file, Image.open(io.BytesIO(await file.read()))


async def test_anybody_sees_the_week_of_all_sites_with_the_same_in_words(server: Server) -> None:
    result = await server.mallory.slash(server.channel, "overlap")

    file, image = await opened(result)
    assert said(result).splitlines()[:4] == [
        "Hours of 23 Nov to 29 Nov 2026, Lausanne time",
        "**Mon 23 Nov, Tue 24 – Wed 25**: 17:00–19:00 is between 8 and 20 for everyone",
        "**Thu 26 Nov, Fri 27 Nov, Sat 28 Nov, Sun 29 Nov**: no hour suits everyone",
        "Closed: Berkeley +3 · Chicago · Boston, Thanksgiving Day, Thu 26 Nov",
    ]
    assert "Closed: Jerusalem, Shabbat, Fri 15:55 to Sat 17:14" in said(result)
    assert (file.description or "").startswith(
        "How the hours of 23 Nov to 29 Nov 2026, Lausanne time, feel at Berkeley +3, Chicago, "
    )
    assert image.format == "PNG"
    assert shown(result).embeds[0].image.url is not None


async def test_only_the_sites_and_the_week_that_were_typed(server: Server) -> None:
    result = await server.ben.slash(
        server.channel, "overlap", sites="epfl, HUJI", week="2027-04-21", theme="light"
    )

    file, image = await opened(result)
    assert "feel at Lausanne, Jerusalem." in (file.description or "")
    assert "Pesach" in said(result)
    assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)


async def test_the_hours_of_people_are_those_of_their_sites(server: Server) -> None:
    await server.ben.slash(server.channel, "me set", site="berkeley")
    await server.ada.slash(server.channel, "me set", site="mit", zone="Asia/Tokyo")

    result = await server.ben.slash(
        server.channel, "overlap", people=f"<@{server.ben.id}> <@!{server.ada.id}>"
    )

    file, _ = await opened(result)
    assert "feel at Berkeley (1), Tokyo (1)." in (file.description or "")


async def test_case_55_it_says_what_to_type_where_it_cannot(server: Server) -> None:
    refused = {
        "There is no site called “paris” here": {"sites": "epfl paris"},
        "I don't know 1 of the people you mentioned.": {"people": "<@99>"},
        "I don't know a member “Nobody”": {"people": f"<@{server.ben.id}>, Nobody"},
        "That week is too far away": {"week": "2033-01-01"},
        "hasn't set a site yet": {"people": f"<@{server.ben.id}>"},
    }
    await server.ben.slash(server.channel, "next")

    for sentence, typed in refused.items():
        assert sentence in said(await server.ben.slash(server.channel, "overlap", **typed))


async def test_sites_are_offered_one_after_the_other(server: Server) -> None:
    offered = await server.ben.autocomplete(server.channel, "overlap", "sites", "epfl, jeru")

    assert [one["value"] for one in offered] == ["epfl, huji"]


async def test_what_a_site_calls_a_closure_is_shown_as_typed(server: Server) -> None:
    name = "**Snow** <@1> [x](https://evil.example)"
    await server.ada.slash(
        server.channel, "site closure add", site="mit", name=name, first="2026-11-24"
    )

    told = said(await server.ben.slash(server.channel, "overlap"))

    assert "Boston, \\*\\*Snow\\*\\* <\u200b@\u200b1> \\[x](https:\u200b//evil.example)" in told
