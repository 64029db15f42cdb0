"""/site closure and /me closure in a stand-in Discord."""

from tests.discord_servers import Server, labels, said, shown
from tests.worlds import days_file

TERMS = days_file(
    ("20270111", "20270112", "Instruction begins"),
    ("20270322", "20270327", "Spring break, *closed* @everyone"),
)


async def test_everybody_sees_when_a_site_is_closed(server: Server) -> None:
    first = await server.mallory.slash(server.channel, "site closure list", site="huji")
    told = said(first)
    await server.restart()
    second = await server.mallory.click(shown(first), label="Next ▶")

    assert "Closures in Jerusalem" in told
    assert "every Shabbat, from candle lighting to nightfall" in told
    assert "⛔ Wed 21 Apr 2027 18:31 – Thu 22 Apr 2027 19:50 · Pesach" in told
    assert "🔸 Fri 23 Apr 2027 – Tue 27 Apr 2027 · Pesach holiday" in told
    assert "Yom Kippur" in said(second)


async def test_an_organizer_states_a_closure_and_takes_it_back(server: Server) -> None:
    added = await server.ada.slash(
        server.channel,
        "site closure add",
        site="epfl",
        name="Year-end *closure*",
        first="2026-12-24",
        last="2026-12-31",
    )
    offered = await server.ada.autocomplete(
        server.channel, "site closure remove", "closure", "year", site="epfl"
    )
    denied = await server.ben.autocomplete(
        server.channel, "site closure remove", "closure", "", site="epfl"
    )
    removed = await server.ada.slash(
        server.channel, "site closure remove", site="epfl", closure=offered[0]["value"]
    )

    assert "Added 1 closure to EPFL" in said(added)
    assert r"⛔ Thu 24 Dec 2026 – Thu 31 Dec 2026 · Year-end \*closure\*" in said(added)
    assert [choice["name"] for choice in offered] == [
        "Thu 24 Dec 2026 – Thu 31 Dec 2026 · Year-end *closure* (hard, stated)"
    ]
    assert denied == []
    assert "Removed 1 closure from EPFL" in said(removed)


async def test_a_calendar_file_is_shown_before_it_is_brought_in(server: Server) -> None:
    shown_first = await server.ada.slash(
        server.channel,
        "site closure import",
        site="epfl",
        file=("terms.ics", TERMS),
        level="soft",
        only="break",
    )
    preview, offered = said(shown_first), labels(shown_first)
    before = said(await server.ada.slash(server.channel, "site closure list", site="epfl"))
    await server.restart()

    again = await server.click_twice(server.ada, shown_first, "Confirm")

    after = said(await server.ada.slash(server.channel, "site closure list", site="epfl"))
    entry = "🔸 Mon 22 Mar 2027 – Fri 26 Mar 2027"
    assert f"{entry} · Spring break, \\*closed\\* @\N{ZERO WIDTH SPACE}everyone" in preview
    assert "Nothing is added yet" in preview
    assert "Left out: 1" in preview
    assert offered == ["Confirm", "Discard"]
    assert (entry in before, entry in after) == (False, True)
    assert "already saved, so nothing was done a second time" in said(again)


async def test_a_file_that_is_no_calendar_is_refused_in_words(server: Server) -> None:
    refused = await server.ada.slash(
        server.channel, "site closure import", site="epfl", file=("cat.png", b"\x89PNG")
    )

    assert "calendar" in said(refused)


async def test_members_state_their_own_and_take_it_back(server: Server) -> None:
    added = await server.ben.slash(
        server.channel, "me closure add", first="2027-03-08", last="2027-03-19", level="soft"
    )
    offered = await server.ben.autocomplete(server.channel, "me closure remove", "closure", "")
    others = await server.ada.autocomplete(server.channel, "me closure remove", "closure", "")
    removed = await server.ben.slash(
        server.channel, "me closure remove", closure=offered[0]["value"]
    )

    assert "🔸 Mon 8 Mar 2027 – Fri 19 Mar 2027" in said(added)
    assert "Others only see “not available”." in said(added)
    assert others == []
    assert "You have added no days off" in said(removed)
