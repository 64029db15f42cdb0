"""/next in a stand-in Discord, and the same by mention."""

from datetime import UTC, datetime, timedelta

from bot.clock import MovableClock
from tests.cogs.test_talks import make_series, sign_up
from tests.discord_servers import Server, said, shown

BEGINS = datetime(2026, 11, 26, 16, tzinfo=UTC)


async def test_what_is_coming_is_told_in_ones_own_time_ones_own_talk_first(server: Server) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")
    await server.ben.slash(server.channel, "me set", site="berkeley")

    told = said(await server.ben.slash(server.channel, "next"))

    assert told.startswith(
        "What is coming\n🎤 **You speak: Kernels**\n**Thu 26 Nov 2026 08:00 Berk"
    )
    assert "<t:1795708800:F>" in told
    assert "10:00 Chicago | 11:00 Boston | 17:00 Lausanne | 18:00 Jerusalem" in told


async def test_pages_turn_after_a_restart(server: Server) -> None:
    await make_series(server)
    first = await server.mallory.slash(server.channel, "next")
    listed = said(first)

    await server.restart()
    second = await server.mallory.click(shown(first), label="Next ▶")

    assert "26 Nov 2026" in listed
    assert "26 Nov 2026" not in said(second)
    assert "7 Jan 2027" in said(second)


async def test_weeks_in_which_clocks_disagree_are_marked(
    server: Server, clock: MovableClock
) -> None:
    await make_series(server)
    clock.advance(timedelta(days=112))

    told = said(await server.mallory.slash(server.channel, "next"))

    marked = [entry for entry in told.split("\n\n") if "⚠️" in entry]
    assert ["18 Mar 2027" in marked[0], "25 Mar 2027" in marked[1], len(marked)] == [True, True, 2]


async def test_a_meeting_under_way_is_still_shown_and_can_be_picked(
    server: Server, clock: MovableClock
) -> None:
    await make_series(server)
    clock.advance(BEGINS + timedelta(minutes=20) - clock.now())
    late = said(await server.ben.slash(server.channel, "next"))
    offered = await server.ben.autocomplete(server.channel, "meeting show", "meeting", "")
    place = await server.ben.slash(server.channel, "meeting show", meeting=offered[0]["value"])
    clock.advance(timedelta(hours=1))
    after = said(await server.ben.slash(server.channel, "next"))

    assert "Thu 26 Nov 2026 17:00" in late.split("\n\n")[0]
    assert late.count("Under way now") == 1
    assert "https://meet.example.org/x" in said(place)
    assert "26 Nov 2026" not in after


async def test_a_meeting_called_off_is_shown_with_its_reason(server: Server) -> None:
    await make_series(server)
    asked = await server.ada.slash(
        server.channel, "meeting cancel", meeting="1", reason="strike of *trains*"
    )
    await server.ada.click(shown(asked), label="Cancel the meeting")

    told = said(await server.mallory.slash(server.channel, "next"))

    assert r"❌ Cancelled: strike of \*trains\*" in told


async def test_a_channel_that_strangers_read_is_told_what_is_public(server: Server) -> None:
    await make_series(server, visibility="members")
    bot = server.world.bot.user
    assert bot is not None

    await server.ada.send(server.channel, f"<@{bot.id}> next")

    answer = server.channel.last_message
    assert answer is not None
    assert "Seminar" not in str(answer.embeds[0].to_dict())
    assert answer.mentions == []


async def test_an_unknown_word_is_answered_with_those_that_are_known(server: Server) -> None:
    bot = server.world.bot.user
    assert bot is not None

    await server.ben.send(server.channel, f"<@{bot.id}> @everyone dance")

    answer = server.channel.last_message
    assert answer is not None
    assert "`@Meridian next` · `@Meridian talks`" in answer.content
    assert not answer.mention_everyone
