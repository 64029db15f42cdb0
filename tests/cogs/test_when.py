"""Typed times in a stand-in Discord: shown while typed, read back, and saved by a click alone."""

from datetime import datetime, timedelta

import pytest

from bot.times.typed_times.time_parser import read_time
from tests.cogs.test_talks import make_series
from tests.discord_servers import Server, StillClock, filled_in, labels, said, shown
from tests.seminars import Seminar, words
from tests.worlds import NOW, first_sites

TABLE = "Thu 26 Nov 2026 **08:00** Berkeley, Stanford, San Diego, Irvine · ⛔ Thanksgiving Day"


async def offered(server: Server, typed: str) -> list[dict[str, str]]:
    return [
        {str(key): str(value) for key, value in choice.items()}
        for choice in await server.ben.autocomplete(server.channel, "when", "time", typed)
    ]


async def test_a_time_is_shown_at_every_site(server: Server) -> None:
    told = said(await server.mallory.slash(server.channel, "when", time="Thu 5pm Zurich"))

    lines = told.splitlines()
    assert lines[0] == "Thu 26 Nov 2026 17:00"
    assert lines[1] == "**Thu 26 Nov 2026 17:00 Zurich** · <t:1795708800:F>"
    assert TABLE in told
    assert "Thu 26 Nov 2026 **18:00** Jerusalem · outside working hours · UTC+02:00" in told


async def test_under_it_stands_the_day_at_all_sites_with_the_time_marked(server: Server) -> None:
    result = await server.mallory.slash(server.channel, "when", time="Fri 4 Dec 5pm Zurich")

    (file,) = shown(result).attachments
    assert (file.description or "").startswith(
        "How the hours of 4 Dec 2026, Zurich time, feel at Berkeley +3, Chicago, Boston, "
        "Lausanne, Jerusalem. Fri 4 Dec: 17:00–18:00 is marked; no hour suits everyone."
    )
    assert shown(result).embeds[0].image.url is not None


async def test_another_day_the_night_and_shabbat_are_marked(server: Server) -> None:
    late = said(await server.ben.slash(server.channel, "when", time="Fri 4 Dec 2026 15:30 Boston"))

    assert "Fri 4 Dec 2026 **12:30** Berkeley, Stanford, San Diego, Irvine · UTC-08:00" in late
    assert "Fri 4 Dec 2026 **22:30** Jerusalem · ⛔ Shabbat, night · UTC+02:00" in late


async def test_an_unclear_time_is_asked_back_and_a_click_shows_the_one_meant(
    server: Server,
) -> None:
    asked = await server.ben.slash(server.channel, "when", time="Thu 18:00 Cambridge")
    question, buttons = said(asked), labels(asked)
    await server.restart()

    told = said(await server.ben.click(shown(asked), label=buttons[1]))

    assert question.splitlines()[0] == ("That can mean more than one time. Which do you mean?")
    assert buttons == [
        "Thu 26 Nov 2026 18:00 Cambridge (England)",
        "Thu 26 Nov 2026 18:00 Cambridge (Massachusetts)",
    ]
    assert "**Thu 26 Nov 2026 18:00 Cambridge**" in told
    assert "Thu 26 Nov 2026 **15:00** Berkeley" in told


async def test_what_is_as_likely_is_a_button_beside_the_answer(server: Server) -> None:
    told = await server.ben.slash(server.channel, "when", time="next Thursday 17:00")
    first, buttons = said(told), labels(told)

    second = said(await server.ben.click(shown(told), label=buttons[0]))

    assert first.startswith("Thu 26 Nov 2026 17:00")
    assert buttons == ["Thu 3 Dec 2026 17:00 Lausanne instead"]
    assert second.startswith("Thu 3 Dec 2026 17:00")


async def test_a_channel_is_told_by_mention_without_buttons(server: Server) -> None:
    bot = server.world.bot.user
    assert bot is not None

    await server.ben.send(server.channel, f"<@{bot.id}> when Thu 5pm Zurich")
    told = server.channel.last_message
    await server.ben.send(server.channel, f"<@{bot.id}> when 3/12 17:00")
    asked = server.channel.last_message
    await server.ben.send(server.channel, f"<@{bot.id}> when @everyone")
    refused = server.channel.last_message

    assert told is not None
    assert TABLE in str(told.embeds[0].description)
    assert told.components == []
    assert asked is not None
    assert "Thu 3 Dec 2026 17:00 Lausanne" in asked.content
    assert "Fri 12 Mar 2027 17:00 Lausanne" in asked.content
    assert asked.components == []
    assert refused is not None
    assert "Please type a date and time" in refused.content
    assert not refused.mention_everyone


async def test_the_reading_is_shown_while_a_time_is_typed(server: Server) -> None:
    choices = await offered(server, "Thu 5pm Zurich")

    assert choices == [
        {
            "name": "Thu 26 Nov 2026 17:00 Zurich · 08:00 Berkeley · 10:00 Chicago · "
            "11:00 Boston · 18:00 Jerusalem",
            "value": "2026-11-26 17:00 Europe/Zurich (Zurich)",
        }
    ]


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("3/12 17:00", ["2026-12-03 17:00 Europe/Zurich", "2027-03-12 17:00 Europe/Zurich"]),
        ("next thu 17:00", ["2026-11-26 17:00 Europe/Zurich", "2026-12-03 17:00 Europe/Zurich"]),
        (
            "2027-10-31 02:30",
            ["2027-10-31 02:30 Europe/Zurich first", "2027-10-31 02:30 Europe/Zurich second"],
        ),
        ("x" * 300, ["x" * 100]),
    ],
)
async def test_every_reading_is_a_choice(server: Server, typed: str, values: list[str]) -> None:
    assert [choice["value"] for choice in await offered(server, typed)] == values


async def test_a_picked_choice_means_the_moment_that_was_shown(server: Server) -> None:
    for typed in ("Thu 5pm", "in 90 minutes", "2027-11-07 01:30 Boston", "tomorrow 9am Tokyo", ""):
        for choice in await offered(server, typed):
            later = read_time(
                choice["value"],
                now=NOW + timedelta(minutes=17),
                zone="Asia/Tokyo",
                sites=first_sites(),
            )
            wall = datetime.strptime(choice["value"][:16], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - it is compared with a wall time
            assert later.others == ()
            assert later.moment.wall == wall
            assert f"{wall:%H:%M}" in choice["name"]
            assert len(choice["name"]) <= 100


async def test_what_is_wrong_is_told_while_it_is_typed(server: Server) -> None:
    (choice,) = await offered(server, "thurdsay 17:00")

    assert choice["name"].startswith("… I don't understand “thurdsay”")
    assert choice["value"] == "thurdsay 17:00"


async def test_case_40_a_meetings_new_time_is_on_the_typers_clock(
    server: Server,
) -> None:
    await make_series(server)
    await server.ada.slash(server.channel, "me set", site="berkeley")

    choices = await server.ada.autocomplete(
        server.channel, "meeting move", "when", "tomorrow 16:00", meeting="1"
    )

    assert [choice["value"] for choice in choices] == ["2026-11-24 16:00 America/Los_Angeles"]


async def test_a_rule_is_shown_with_its_first_date_while_it_is_typed(server: Server) -> None:
    (choice,) = await server.ada.autocomplete(
        server.channel, "series create", "when", "thursdays 5pm", zone="huji"
    )

    assert choice["name"].startswith("Thursdays 17:00: Thu 26 Nov 2026 17:00 Jerusalem · 07:00 B")
    assert choice["value"] == "thursdays 5pm"


async def test_nothing_is_saved_before_the_table_is_confirmed(seminar: Seminar) -> None:
    server = seminar.server
    table = await server.ben.slash(
        server.channel, "remind", what="send *slides*", when="tomorrow 9am"
    )
    read, buttons = said(table), labels(table)
    await seminar.pass_time(days=2)
    unsaved = seminar.letters(server.ben)

    assert "The reminder is not set yet." in read
    assert "Tue 24 Nov 2026 **09:00** Boston" in read
    assert "About: send \\*slides\\*" in read
    assert buttons == ["Confirm", "Another time", "Discard"]
    assert unsaved == []


async def test_an_unclear_time_is_saved_as_the_one_picked(seminar: Seminar) -> None:
    server = seminar.server
    asked = await server.ben.slash(server.channel, "remind", what="tea", when="tomorrow at 9")
    question, buttons = said(asked), labels(asked)
    await server.restart()

    table = await server.ben.click(shown(asked), label=buttons[1])
    read = said(table)
    await server.restart()
    done = await server.ben.click(shown(table), label="Confirm")

    assert question.startswith("That can mean more than one time. Which do you mean?")
    assert buttons[:2] == ["Tue 24 Nov 2026 09:00 Boston", "Tue 24 Nov 2026 21:00 Boston"]
    assert "**Tue 24 Nov 2026 21:00 Boston**" in read
    assert "I will remind you by direct message: tea\n**Tue 24 Nov 2026 21:00" in said(done)


async def test_a_refused_time_is_typed_again_and_nothing_else_is_lost(seminar: Seminar) -> None:
    server = seminar.server
    refused = await server.ben.slash(server.channel, "remind", what="tea", when="thurdsay 9am")
    why = said(refused)
    form = await server.ben.click(shown(refused), label="Another time")

    table = await server.ben.submit_modal(form, {"when": "thursday 9am"})
    done = await server.ben.click(shown(table), label="Confirm")

    assert "I don't understand “thurdsay”" in why
    assert filled_in(form) == {"when": "thurdsay 9am"}
    assert "tea\n**Thu 26 Nov 2026 09:00 Boston**" in said(done)


async def test_a_reminder_is_confirmed_once(seminar: Seminar) -> None:
    server = seminar.server
    table = await server.ben.slash(server.channel, "remind", what="tea", when="in 5 minutes")

    again = said(await server.click_twice(server.ben, table, "Confirm"))
    await seminar.pass_time(minutes=6)

    assert "already saved" in again
    assert [words(letter).strip() for letter in seminar.letters(server.ben)] == ["⏰ tea"]


async def test_a_time_that_has_passed_meanwhile_is_refused(
    seminar: Seminar, clock: StillClock
) -> None:
    server = seminar.server
    table = await server.ben.slash(server.channel, "remind", what="tea", when="in 5 minutes")
    clock.advance(timedelta(minutes=10))

    done = said(await server.ben.click(shown(table), label="Confirm"))

    assert "is in the past. Please type a future time" in done


async def test_a_discarded_time_saves_nothing(seminar: Seminar) -> None:
    server = seminar.server
    table = await server.ben.slash(server.channel, "remind", what="tea", when="in 5 minutes")

    gone = said(await server.ben.click(shown(table), label="Discard"))
    await seminar.pass_time(minutes=6)

    assert gone == "Discarded. Nothing was saved."
    assert seminar.letters(server.ben) == []
