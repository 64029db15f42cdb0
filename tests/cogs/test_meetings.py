import pytest
import simcord

from bot.app import App
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.store import meetings
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from tests.discord_servers import Result, Server, labels, said, shown
from tests.journeys.scene import viewer
from tests.made_once import MadeOnce, Workshop
from tests.worlds import NOW, speak

FIRST = "1"


@pytest.fixture(scope="session")
def made_server(made_server: MadeOnce[Server], workshop: Workshop) -> MadeOnce[Server]:
    """A server with a weekly series, Thursdays 17:00 in Lausanne; its first meeting is 1."""
    return workshop.in_the_server(made_server, hold_a_seminar)


async def hold_a_seminar(server: Server) -> None:
    ada = await viewer(server, server.ada, server.organizers.id)
    described = SeriesDescription(
        title="Theory seminar",
        when="Thursdays 17:00",
        minutes=90,
        slots=2,
        room="BC 420",
        join_link="https://example.org/j",
    )
    await server.app.services[SeriesService].create(ada, described, now=NOW)


async def meeting(app: App, number: int = 1) -> Meeting:
    async with app.store.read() as connection:
        found = await meetings.by_id(connection, number)
    assert found is not None
    return found


async def move(server: Server, when: str, number: str = FIRST) -> Result:
    return await server.ada.slash(
        server.channel, "meeting move", meeting=number, when=when, reason="*Strike*"
    )


async def cancel(server: Server, number: str = FIRST) -> Result:
    return await server.ada.slash(
        server.channel, "meeting cancel", meeting=number, reason="Flu @everyone"
    )


async def test_a_meeting_is_found_by_date_and_title(server: Server) -> None:
    by_day = await server.ada.autocomplete(server.channel, "meeting show", "meeting", "3 dec sem")
    by_date = await server.ada.autocomplete(server.channel, "meeting show", "meeting", "2026-12-10")
    every = await server.ada.autocomplete(server.channel, "meeting show", "meeting", "")

    assert by_day[0] == {"name": "Thu 3 Dec 2026 17:00 Lausanne · Theory seminar", "value": "2"}
    assert [choice["value"] for choice in by_date] == ["3"]
    assert len(every) == 25


async def test_only_meetings_that_can_be_changed_are_offered(server: Server) -> None:
    await server.ada.click(shown(await cancel(server)), label="Cancel the meeting")

    to_move = await server.ada.autocomplete(server.channel, "meeting move", "meeting", "26 nov")
    to_restore = await server.ada.autocomplete(server.channel, "meeting restore", "meeting", "")

    assert to_move == []
    assert [choice["value"] for choice in to_restore] == [FIRST]


async def test_a_meeting_moves_after_its_time_at_every_site_is_confirmed(
    server: Server, app: App
) -> None:
    await speak(app.store, 1)

    reply = await move(server, "2026-12-01 09:00 Chicago")
    text, unmoved = said(reply), await meeting(app)
    done = await server.ada.click(shown(reply), label="Confirm")

    assert "The meeting is not moved yet" in text
    assert "Tue 1 Dec 2026 **07:00** Berkeley" in text
    assert "Tue 1 Dec 2026 **16:00** Lausanne" in text
    assert "Present time: **Thu 26 Nov 2026 17:00 Lausanne**" in text
    assert "Talks that move with it: Grace: Kernels" in text
    assert unmoved.moved_from is None
    assert "Moved: Theory seminar." in said(done)
    assert "↪️ Moved from Thu 26 Nov 2026 17:00: \\*Strike\\*" in said(done)
    assert (await meeting(app)).start.isoformat() == "2026-12-01T15:00:00+00:00"


async def test_an_hour_at_night_is_marked_for_its_site(server: Server) -> None:
    text = said(await move(server, "2026-12-01 12:00"))

    assert (
        "Tue 1 Dec 2026 **03:00** Berkeley, Stanford, San Diego, Irvine · night · UTC-08:00" in text
    )
    assert "**12:00** Lausanne · UTC+01:00" in text


async def test_a_move_into_a_hard_closure_is_confirmed_twice(server: Server, app: App) -> None:
    reply = await move(server, "2027-10-11 16:00")
    table = said(reply)
    asked = await server.ada.click(shown(reply), label="Confirm quietly")
    question, offered, before = said(asked), labels(asked), await meeting(app)
    await server.restart()

    moved = await server.ada.click(shown(asked), label=offered[0])

    closed = "Boston: Indigenous Peoples' Day | Jerusalem: Yom Kippur"
    assert "**17:00** Jerusalem · ⛔ Yom Kippur · UTC+03:00" in table
    assert f"That time is in a closure: {closed}." in question
    assert "**17:00** Jerusalem · ⛔ Yom Kippur" in question
    assert offered == [f"Schedule despite: {closed}", "Discard"]
    assert before.revision == 0
    assert "Moved: Theory seminar." in said(moved)
    assert (await meeting(app)).start.isoformat() == "2027-10-11T14:00:00+00:00"


async def test_a_soft_closure_is_confirmed_once_and_a_hard_one_can_be_discarded(
    server: Server, app: App
) -> None:
    asked = await server.ada.click(shown(await move(server, "2027-10-11 16:00")), label="Confirm")
    given_up = said(await server.ada.click(shown(asked), label="Discard"))
    before = await meeting(app)

    moved = await server.ada.click(shown(await move(server, "2027-10-10 13:00")), label="Confirm")

    looked_at = said(await server.ben.slash(server.channel, "meeting show", meeting="1"))
    assert given_up == "Discarded. Nothing was saved."
    assert "At the sites: 🔸 Jerusalem: Eve of Yom Kippur" in looked_at
    assert before.revision == 0
    assert "Moved: Theory seminar." in said(moved)


async def test_confirming_works_after_a_restart_and_only_once(server: Server, app: App) -> None:
    reply = await move(server, "2026-12-01 16:00")
    await server.restart()

    again = await server.click_twice(server.ada, reply, "Confirm")

    assert "already saved, so nothing was done a second time" in said(again)
    assert (await meeting(app)).revision == 1


@pytest.mark.parametrize(
    ("picked", "instant"),
    [
        ("Sun 31 Oct 2027 02:30 Lausanne (first, UTC+02:00)", "2027-10-31T00:30:00+00:00"),
        (
            "Sun 31 Oct 2027 02:30 Lausanne (second, UTC+01:00)",
            "2027-10-31T01:30:00+00:00",
        ),
    ],
)
async def test_an_hour_that_comes_twice_is_asked_about(
    server: Server, app: App, picked: str, instant: str
) -> None:
    asked = await move(server, "2027-10-31 02:30")
    question, offered = said(asked), labels(asked)
    reply = await server.ada.click(shown(asked), label=picked)
    await server.ada.click(shown(reply), label="Confirm")

    assert "happens twice in Europe/Zurich" in question
    assert offered == [
        "Sun 31 Oct 2027 02:30 Lausanne (first, UTC+02:00)",
        "Sun 31 Oct 2027 02:30 Lausanne (second, UTC+01:00)",
        "Another time",
        "Discard",
    ]
    assert (await meeting(app)).start.isoformat() == instant


async def test_for_an_hour_that_does_not_exist_the_nearest_are_offered(
    server: Server, app: App
) -> None:
    asked = await move(server, "2027-03-14 02:30 Chicago")
    question, offered = said(asked), labels(asked)
    reply = await server.ada.click(shown(asked), label="Sun 14 Mar 2027 03:30 Chicago")
    await server.ada.click(shown(reply), label="Confirm")

    assert "does not exist in America/Chicago" in question
    assert offered[:2] == ["Sun 14 Mar 2027 01:30 Chicago", "Sun 14 Mar 2027 03:30 Chicago"]
    assert (await meeting(app)).start.isoformat() == "2027-03-14T08:30:00+00:00"


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("next Tuesday", "At what time of day?"),
        ("2026-12-01 25:00", "25:00 is not a time of day"),
        ("2026-12-01 17:00 Atlantis", "I don't understand “atlantis”"),
        ("2026-11-01 17:00", "in the past"),
        ("2026-12-03 17:00", "already meets at that time"),
    ],
)
async def test_a_time_that_does_not_fit_is_refused_with_the_reason(
    server: Server, when: str, why: str
) -> None:
    reply = await move(server, when)

    assert why in said(reply)
    assert shown(reply).ephemeral


async def test_a_meeting_is_cancelled_and_restored_with_its_talk(server: Server, app: App) -> None:
    await speak(app.store, 1)
    reply = await cancel(server)
    text = said(reply)
    off = await server.ada.click(shown(reply), label="Cancel the meeting")
    status = (await meeting(app)).status

    on = await server.ada.slash(server.channel, "meeting restore", meeting=FIRST)

    assert "The meeting is not cancelled yet" in text
    assert "Grace: Kernels" in text
    assert "❌ Cancelled: Flu @\N{ZERO WIDTH SPACE}everyone" in said(off)
    assert "example.org/j" not in said(off), "case_39: a cancelled meeting offers no way to join"
    assert "Add to calendar" not in said(off)
    assert "example.org/j" in said(on)
    assert status is MeetingStatus.CANCELLED
    assert "Restored: Theory seminar." in said(on)
    assert "`17:00` Grace: Kernels\n`17:45` free" in said(on)


async def test_a_change_can_be_discarded(server: Server, app: App) -> None:
    for reply, told in (
        (await cancel(server), "Discarded. Nothing was changed."),
        (await move(server, "2026-12-01 16:00"), "Discarded. Nothing was saved."),
    ):
        done = await server.ada.click(shown(reply), label="Discard")

        assert said(done) == told
    assert (await meeting(app)).revision == 0


async def test_a_change_by_somebody_else_is_not_overwritten(server: Server, app: App) -> None:
    mine, yours = await cancel(server), await move(server, "2026-12-01 16:00")
    await server.ada.click(shown(yours), label="Confirm")

    result = await server.ada.click(shown(mine), label="Cancel the meeting")

    assert "Somebody else has changed this meeting in the meantime" in said(result)
    assert (await meeting(app)).status is MeetingStatus.SCHEDULED


async def test_upcoming_meetings_are_listed_page_by_page(server: Server) -> None:
    await server.ada.click(shown(await cancel(server)), label="Cancel the meeting")

    reply = await server.mallory.slash(server.channel, "meeting list", series="theory-seminar")
    first = said(reply)
    await server.restart()
    second = said(await server.mallory.click(shown(reply), label="Next ▶"))
    back = said(await server.mallory.click(shown(reply), label="◀ Previous"))

    assert "❌ Cancelled: Flu" in first
    assert ("7 Jan 2027" in first, "7 Jan 2027" in second) == (False, True)
    assert back == first


async def test_everybody_sees_a_meeting_and_members_the_join_link(server: Server) -> None:
    for_ben = said(await server.ben.slash(server.channel, "meeting show", meeting=FIRST))
    for_mallory = said(await server.mallory.slash(server.channel, "meeting show", meeting=FIRST))

    assert "https://example.org/j" in for_ben
    assert "example.org" not in for_mallory
    assert "`17:00` free\n`17:45` free" in for_mallory
    assert "/meeting/1.ics" in for_mallory


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("meeting move", {"when": "2026-12-01 16:00", "reason": "x"}),
        ("meeting cancel", {"reason": "x"}),
        ("meeting restore", {}),
    ],
)
async def test_only_organizers_change_meetings(
    server: Server, app: App, command: str, options: dict[str, str]
) -> None:
    for person in (server.ben, server.mallory):
        result = await person.slash(server.channel, command, meeting=FIRST, **options)

        assert "Only organizers of Deep learning theory can do this" in said(result)
    assert (await meeting(app)).revision == 0


@pytest.mark.parametrize("typed", ["soon", "9" * 30, "-7000", "1 OR 3456=7", "٣٤"])
async def test_words_that_fit_no_meeting_are_refused(server: Server, typed: str) -> None:
    result = await server.ada.slash(server.channel, "meeting show", meeting=typed)

    assert said(result).startswith("I found no meeting for")


async def test_another_collaborations_meeting_cannot_be_reached_by_its_number(
    server: Server, discord_world: simcord.Env, app: App
) -> None:
    assert server.name == "Theory"
    other = await Server(discord_world, app, "Numbers").set_up("number-theory")
    for command, options in (
        ("meeting show", {}),
        ("meeting move", {"when": "2026-12-01 16:00", "reason": "x"}),
        ("meeting cancel", {"reason": "x"}),
        ("meeting restore", {}),
    ):
        result = await other.ada.slash(other.channel, command, meeting=FIRST, **options)

        assert "There is no such meeting here" in said(result)
    assert await other.ada.autocomplete(other.channel, "meeting show", "meeting", "") == []
    assert (await meeting(app)).revision == 0
