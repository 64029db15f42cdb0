from tests.discord_servers import Result, Server, said, shown
from tests.seminars import Seminar, words


async def remind(server: Server, **options: str) -> Result:
    """Let Ben set a reminder and confirm it."""
    table = await server.ben.slash(server.channel, "remind", **options)
    return await server.ben.click(shown(table), label="Confirm")


async def test_a_reminder_of_ones_own_comes_by_direct_message(seminar: Seminar) -> None:
    server = seminar.server

    kept = await remind(server, what="send slides", when="2 hours")
    await seminar.pass_time(hours=3)

    (letter,) = seminar.letters(server.ben)
    assert "Mon 23 Nov 2026 06:00 Boston" in said(kept)
    assert words(letter).strip() == "⏰ send slides"


async def test_it_comes_again_in_an_hour_for_who_set_it(seminar: Seminar) -> None:
    server = seminar.server
    await remind(server, what="tea", when="in 5 minutes", where="this channel")
    await seminar.pass_time(minutes=6)
    post = server.channel.last_message
    assert post is not None

    refused = await server.ada.click(post, label="Again in an hour")
    await server.ben.click(post, label="Again in an hour")
    await seminar.pass_time(hours=2)

    assert "This reminder is gone or not yours" in said(refused)
    told = [message.content.splitlines()[0] for message in server.channel.history()]
    assert told == ["⏰ tea", "⏰ tea"]


async def test_a_time_that_is_past_is_refused(seminar: Seminar) -> None:
    server = seminar.server

    refused = await server.ben.slash(server.channel, "remind", what="tea", when="2026-11-01 10:00")

    assert "is in the past" in said(refused)


async def test_lead_times_are_read_or_refused_in_words(seminar: Seminar) -> None:
    server = seminar.server

    kept = await server.ben.slash(
        server.channel, "me notify", way="dm", leads="15 minutes and 1 day"
    )
    refused = await server.ben.slash(server.channel, "me notify", leads="soonish")

    assert "When: 1 day, 15 minutes before" in said(kept)
    assert "I do not understand the lead times “soonish”" in said(refused)


async def test_a_reminder_in_a_channel_says_who_asked_for_it(seminar: Seminar) -> None:
    server = seminar.server

    await remind(server, what="Bring cake", when="2 hours", where="this channel")
    await seminar.pass_time(hours=2)

    (post,) = server.channel.history()
    assert words(post).strip() == (f"⏰ Bring cake\n-# <@{server.ben.id}> set this reminder.")
