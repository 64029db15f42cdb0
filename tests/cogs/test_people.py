"""/me in a stand-in Discord."""

import pytest

from tests.discord_servers import Server, said


async def test_members_say_where_they_work_and_are_told_their_time(server: Server) -> None:
    found = await server.ben.autocomplete(server.channel, "me set", "zone", "jeru")
    told = await server.ben.slash(
        server.channel,
        "me set",
        site="huji",
        hours="08:30-16:00",
        role="postdoc",
        public_name="Benjamin *Adler*",
    )

    assert found[0]["name"] == "Asia/Jerusalem · Mon 11:00 there now · UTC+02:00"
    assert "Site: Hebrew University of Jerusalem" in said(told)
    assert "It is now Mon 23 Nov 2026 11:00 there (UTC+02:00)" in said(told)
    assert "Working hours: 08:30-16:00 in your time" in said(told)
    assert r"Name shown in public: Benjamin \*Adler\*" in said(told)


async def test_who_never_set_anything_is_told_the_servers_time(server: Server) -> None:
    told = await server.ben.slash(server.channel, "me show")

    assert "Site: not set" in said(told)
    assert "Europe/Zurich, from the server" in said(told)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"hours": "nine to five"}, "nine to five"),
        ({"hours": "17:00-09:00"}, "17:00"),
        ({"zone": "IST"}, "I don't know the time zone"),
        ({"site": "mars"}, "There is no such site here"),
        ({}, "Nothing to change"),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    server: Server, options: dict[str, str], reason: str
) -> None:
    told = await server.ben.slash(server.channel, "me set", **options)

    assert reason in said(told)
    assert told.ephemeral


async def test_calendars_are_off_without_a_key_and_the_command_says_so(server: Server) -> None:
    told = await server.ben.slash(server.channel, "me busy add")
    listed = await server.ben.slash(server.channel, "me busy list")

    assert told.modal is None
    assert said(told).startswith("Reading calendars is switched off here")
    assert "SECRET\\_KEY" in said(told)
    assert "switched off here" in said(listed)
