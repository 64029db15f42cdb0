"""/meeting poll in a stand-in Discord: put, answered, closed, made a meeting."""

import re
from collections.abc import Sequence
from datetime import timedelta

import discord
import simcord

from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.store import meetings
from bot.series import store as series
from cogs.polls import creation
from tests.discord_servers import Result, filled_in, labels, said, shown
from tests.seminars import Seminar, words

TIMES = ("Tue 1 Dec 17:00", "2026-12-02 16:00", "Thu 3 Dec 8am Berkeley")


async def begin(seminar: Seminar, *, times: Sequence[str] = TIMES, **typed: str) -> Result:
    """Let Ben type a poll into #seminar."""
    server = seminar.server
    await server.ben.slash(server.channel, "me set", site="epfl")
    form = await server.ben.slash(server.channel, "meeting poll", title="Grant meeting")
    values = {"title": "Grant meeting", "times": "\n".join(times), **typed}
    return await server.ben.submit_modal(form, values)


async def put(seminar: Seminar, *, times: Sequence[str] = TIMES, **typed: str) -> discord.Message:
    """Let Ben put a poll; return its post."""
    preview = await begin(seminar, times=times, **typed)
    await seminar.server.ben.click(shown(preview), label="Post the poll")
    await seminar.send_due()
    return post(seminar)


def post(seminar: Seminar) -> discord.Message:
    return next(p for p in seminar.server.channel.history() if "🗳️" in words(p))


async def answer(seminar: Seminar, person: str, **votes: str) -> Result:
    """Let somebody answer: `one="yes"` for the first time, and so on."""
    actor: simcord.MemberActor = getattr(seminar.server, person)
    ballot = await actor.click(post(seminar), label="Answer")
    for number, vote in votes.items():
        label = f"{['one', 'two', 'three'].index(number) + 1} {vote}"
        ballot = await actor.click(shown(ballot), label=label)
    return ballot


async def test_nothing_is_posted_before_every_time_was_read_back_at_every_site(
    seminar: Seminar,
) -> None:
    preview = await begin(seminar)

    told = said(preview)
    assert "Nothing is posted yet" in told
    assert "Tue 1 Dec 2026 17:00 Lausanne" in told
    assert "Thu 3 Dec 2026 17:00 Lausanne" in told
    assert told.count("10:00 Chicago | 11:00 Boston") == 2
    assert "Open until: **Thu 26 Nov 2026 18:00 Lausanne**" in told
    assert list(seminar.server.channel.history()) == []


async def test_a_poll_shows_each_time_with_counts_and_stays_true(seminar: Seminar) -> None:
    await put(seminar)

    await answer(seminar, "ben", one="yes", two="no")
    await answer(seminar, "ada", one="if need be", two="if need be", three="yes")
    await answer(seminar, "ben", two="yes")
    await seminar.pass_time(seconds=5)

    text = words(post(seminar))
    assert "🟩🟨 1 yes, 1 if need be, 0 no" in text
    assert "🟥" not in text
    assert "<t:1796140800:F>" in text


async def test_a_ballot_is_in_the_readers_own_clock_and_shows_what_they_said(
    seminar: Seminar,
) -> None:
    await put(seminar)
    await seminar.server.ben.slash(seminar.server.channel, "me set", site="berkeley")

    ballot = await answer(seminar, "ben", one="if need be")

    assert "**Tue 1 Dec 2026 08:00 Berkeley**" in said(ballot)
    assert "🟨 if need be" in said(ballot)
    assert said(ballot).count("not answered yet") == 2


async def test_ten_times_are_answered_over_pages(seminar: Seminar) -> None:
    times = [f"2026-12-{day:02} 17:00" for day in range(1, 11)]
    await put(seminar, times=times)
    ben = seminar.server.ben

    ballot = await ben.click(post(seminar), label="Answer")
    second = await ben.click(shown(ballot), label="Later ▶")
    third = await ben.click(shown(second), label="Later ▶")
    done = await ben.click(shown(third), label="10 yes")

    assert "🟩 yes" in said(done)
    assert "Later ▶" not in labels(third)


async def test_the_buttons_work_after_a_restart(seminar: Seminar) -> None:
    await put(seminar)
    ballot = await seminar.server.ben.click(post(seminar), label="Answer")

    await seminar.server.restart()
    done = await seminar.server.ben.click(shown(ballot), label="1 yes")

    assert "🟩 yes" in said(done)


async def test_who_is_no_member_can_neither_answer_nor_see_who_did(seminar: Seminar) -> None:
    await put(seminar)
    mallory = seminar.server.mallory

    for label in ("Answer", "Who said what?", "Close"):
        assert said(await mallory.click(post(seminar), label=label)).startswith("Only ")


async def test_names_are_shown_on_request_with_those_who_have_not_answered(
    seminar: Seminar,
) -> None:
    await put(seminar, people=f"<@{seminar.server.ada.id}>")
    await answer(seminar, "ben", one="yes", two="no")

    told = said(await seminar.server.ben.click(post(seminar), label="Who said what?"))

    assert "🟩 Ben" in told
    assert "🟥 Ben" in told
    assert "Not answered yet: " in told


async def test_who_was_asked_is_reminded_a_day_before_unless_they_have_answered(
    seminar: Seminar,
) -> None:
    people = f"<@{seminar.server.ada.id}>, <@{seminar.server.ben.id}>"
    await put(seminar, people=people, deadline="2026-11-27 12:00")
    before = len(seminar.letters(seminar.server.ada))

    await seminar.pass_time(days=4)

    letters = [words(one) for one in seminar.letters(seminar.server.ada)[before:]]
    assert [text.partition(" Which")[0] for text in letters] == [
        "🗳️ You haven't answered the poll **Grant meeting** yet."
    ]


async def test_who_has_answered_all_is_not_reminded(seminar: Seminar) -> None:
    await put(seminar, people=f"<@{seminar.server.ada.id}>", deadline="2026-11-27 12:00")
    await answer(seminar, "ada", one="yes", two="no", three="no")

    await seminar.pass_time(days=3)

    assert seminar.letters(seminar.server.ada) == []


async def test_who_put_it_hears_as_soon_as_all_have_answered(seminar: Seminar) -> None:
    await put(seminar, people=f"<@{seminar.server.ada.id}>")

    await answer(seminar, "ada", one="no", two="yes", three="if need be")
    await seminar.pass_time(seconds=5)

    (letter,) = seminar.letters(seminar.server.ben)
    assert "Everyone has answered **Grant meeting**" in words(letter)
    assert "Wed 2 Dec 2026 16:00 Lausanne" in words(letter)


async def test_it_closes_by_itself_at_its_deadline_and_takes_no_more_votes(
    seminar: Seminar,
) -> None:
    await put(seminar, deadline="2026-11-25 12:00")
    ballot = await answer(seminar, "ada", one="yes")

    await seminar.pass_time(days=3)
    late = await seminar.server.ada.click(shown(ballot), label="2 yes")

    assert "This poll closed Wed 25 Nov 2026 12:00 Lausanne." in words(post(seminar))
    assert "🏆 ` 1` **Tue 1 Dec 2026 17:00 Lausanne**" in words(post(seminar))
    assert said(late) == "This poll is closed. Votes can no longer be changed."
    assert "The poll **Grant meeting** has closed." in words(
        seminar.letters(seminar.server.ben)[-1]
    )


async def test_an_organizer_makes_the_time_that_won_a_meeting_with_one_click_once(
    seminar: Seminar,
) -> None:
    await put(seminar)
    await answer(seminar, "ben", one="if need be", two="yes")
    await answer(seminar, "ada", one="yes", two="yes")
    await seminar.server.ada.click(post(seminar), label="Close")
    await seminar.pass_time(seconds=5)
    standing = post(seminar)

    refused = await seminar.server.ben.click(standing, label="Make it a meeting")
    done = await seminar.server.ada.click(standing, label="Make it a meeting")
    again = await seminar.server.ada.click(standing, label="Make it a meeting")

    assert said(refused).startswith("Only organizers")
    assert "Wed 2 Dec 2026 16:00 Lausanne" in said(done)
    assert said(again) == "This poll has already become a meeting. Find it in /meeting list."
    async with seminar.app.store.read() as connection:
        made = [one for one in await series.of(connection, 1) if one.title == "Grant meeting"]
        (meeting,) = await meetings.of_series(connection, made[0].id)
    assert (len(made), meeting.status) == (1, MeetingStatus.SCHEDULED)


async def test_a_time_at_which_a_site_is_closed_takes_a_second_word(seminar: Seminar) -> None:
    friday = ("Fri 4 Dec 17:00", "Fri 11 Dec 17:00")
    preview = said(await begin(seminar, times=friday))
    await put(seminar, times=friday)
    await answer(seminar, "ben", one="yes")
    await seminar.server.ada.click(post(seminar), label="Close")
    await seminar.pass_time(seconds=5)

    asked = await seminar.server.ada.click(post(seminar), label="Make it a meeting")
    done = await seminar.server.ada.click(shown(asked), label=labels(asked)[0])

    assert "⚠️ Jerusalem: Shabbat" in preview
    assert "Jerusalem: Shabbat" in labels(asked)[0]
    assert "Fri 4 Dec 2026 17:00 Lausanne" in said(done)


async def test_what_is_refused_comes_back_filled_in(seminar: Seminar) -> None:
    refused = {
        "can mean more than one time": ("3/12 17:00", "Fri 4 Dec 17:00"),
        "A poll needs 2 to 10 times, not 1": ("Fri 4 Dec 17:00", "2026-12-04 17:00"),
        "is in the past": ("2026-11-01 17:00", "Fri 4 Dec 17:00"),
    }

    for sentence, times in refused.items():
        told = await begin(seminar, times=times)
        form = await seminar.server.ben.click(shown(told), label="Open the form again, filled in")

        assert sentence in said(told)
        assert filled_in(form)["times"] == "\n".join(times)


async def test_a_poll_that_was_posted_is_not_posted_twice(seminar: Seminar) -> None:
    preview = await begin(seminar)

    again = await seminar.server.click_twice(seminar.server.ben, preview, "Post the poll")
    await seminar.send_due()

    assert len(list(seminar.server.channel.history())) == 1
    assert "already saved" in said(again)


async def test_nobody_reminds_after_it_was_closed_early(seminar: Seminar) -> None:
    await put(seminar, people=f"<@{seminar.server.ada.id}>", deadline="2026-11-27 12:00")

    await seminar.server.ben.click(post(seminar), label="Close")
    await seminar.pass_time(days=5)

    assert seminar.letters(seminar.server.ada) == []
    assert seminar.letters(seminar.server.ben) == []


async def test_what_was_read_back_is_what_is_put_however_late_it_is_confirmed(
    seminar: Seminar,
) -> None:
    preview = await begin(
        seminar, times=("tomorrow 17:00", "Wed 2 Dec 17:00"), deadline="in 20 hours"
    )

    read_back = said(preview)
    seminar.clock.advance(timedelta(hours=16))
    await seminar.server.ben.click(shown(preview), label="Post the poll")
    await seminar.send_due()

    assert "Tue 24 Nov 2026 17:00 Lausanne" in read_back
    assert "Open until: **Tue 24 Nov 2026 06:00 Lausanne**" in read_back
    assert "Tue 24 Nov 2026 17:00 Lausanne" in words(post(seminar))
    assert "You can answer until Tue 24 Nov 2026 06:00 Lausanne" in words(post(seminar))


def test_case_42_the_examples_of_the_form_name_no_date_that_passes() -> None:
    examples = " ".join(field.placeholder for field in creation.TIMES.fields)

    assert "Thu 17:00" in examples
    assert (
        re.search(r"20\d\d|\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", examples) is None
    )
