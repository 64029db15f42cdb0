from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import simcord

from bot.app import App
from bot.chat.replies import Button, Reply
from bot.drafts.service import DraftService
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from tests.discord_servers import Result, Server, StillClock, filled_in, labels, said, shown
from tests.journeys.scene import viewer
from tests.worlds import NOW


async def schedule(server: Server, **options: Any) -> Result:  # noqa: ANN401 - options differ in type
    typed = {"title": "Steering call", "when": "2026-12-01 17:00", **options}
    return await server.ada.slash(server.channel, "meeting schedule", **typed)


async def typed_in(server: Server, form: Result, **values: str) -> Result:
    present = {name: value for name, value in filled_in(form).items() if value}
    return await server.ada.submit_modal(form, {**present, **values})


async def meetings_of(app: App) -> list[Programme]:
    async with app.store.read() as connection:
        return stored_bookings.programmes_of(
            await stored_bookings.where(connection, conditions.in_collaboration(1))
        )


async def test_a_meeting_is_typed_confirmed_and_scheduled(server: Server, app: App) -> None:
    form = await schedule(server, kind="hybrid", host="epfl", room="BC 420", minutes=45)
    at_first = filled_in(form)
    table = await typed_in(
        server, form, join_link="https://example.org/j", agenda="1. Budget\n2. Dates"
    )
    text, unsaved = said(table), await meetings_of(app)
    done = await server.ada.click(shown(table), label="Confirm")

    assert at_first["title"] == "Steering call"
    assert at_first["when"] == "2026-12-01 17:00"
    assert "Nothing is scheduled yet" in text
    assert "**Tue 1 Dec 2026 17:00 Lausanne**" in text
    assert "Tue 1 Dec 2026 **08:00** Berkeley" in text
    assert "Length: 45 minutes" in text
    assert "Where: In person and online · BC 420, EPFL" in text
    assert "Agenda: 1\\. Budget\n2\\. Dates" in text
    assert "For recurring meetings, use /series create" in text
    assert unsaved == []
    assert "Scheduled: Steering call" in said(done)
    (made,) = await meetings_of(app)
    assert made.meeting.start.isoformat() == "2026-12-01T16:00:00+00:00"
    assert made.terms.join_link == "https://example.org/j"


async def test_a_meeting_is_scheduled_once_however_often_it_is_confirmed(
    server: Server, app: App
) -> None:
    table = await typed_in(server, await schedule(server))
    await server.restart()

    again = await server.click_twice(server.ada, table, "Confirm")

    assert "already saved, so nothing was done a second time" in said(again)
    assert len(await meetings_of(app)) == 1


async def test_a_refused_form_keeps_what_was_typed(server: Server, app: App) -> None:
    form = await schedule(server, kind="in person", host="mit", when="some day")
    refused = await typed_in(server, form, agenda="Budget")
    why = said(refused)
    again = await server.ada.click(shown(refused), label="Open the form again, filled in")
    kept = filled_in(again)

    table = await typed_in(server, again, when="2026-12-01 10:00")

    assert "I don't understand “some”" in why
    assert (kept["agenda"], kept["when"]) == ("Budget", "some day")
    assert "**Tue 1 Dec 2026 10:00 Lausanne**" in said(table)
    assert "In person · MIT" in said(table)
    assert await meetings_of(app) == []


async def test_a_preview_can_be_edited_and_discarded(server: Server, app: App) -> None:
    table = await typed_in(server, await schedule(server), agenda="Budget")
    form = await server.ada.click(shown(table), label="Edit")
    other = await typed_in(server, form, title="Board call")
    edited = said(other)

    given_up = await server.ada.click(shown(other), label="Discard")

    assert filled_in(form)["agenda"] == "Budget"
    assert "New meeting: Board call" in edited
    assert said(given_up) == "Discarded. Nothing was saved."
    assert await meetings_of(app) == []


async def test_case_40_the_time_is_on_the_typers_clock_whatever_the_host(
    server: Server,
) -> None:
    offered = await server.ada.autocomplete(
        server.channel, "meeting schedule", "when", "tomorrow 9am", host="mit"
    )

    assert [choice["value"] for choice in offered] == ["2026-11-24 09:00 Europe/Zurich"]


async def test_only_the_time_is_typed_again_where_the_rest_is_right(
    server: Server, app: App
) -> None:
    table = await typed_in(server, await schedule(server), agenda="Budget")
    form = await server.ada.click(shown(table), label="Another time")
    other = await server.ada.submit_modal(form, {"when": "next Tuesday 5pm"})
    read, offered = said(other), labels(other)
    third = await server.ada.click(shown(other), label="Tue 1 Dec 2026 17:00 Lausanne instead")
    await server.ada.click(shown(third), label="Confirm")

    assert "**Tue 24 Nov 2026 17:00 Lausanne**" in read
    assert "Agenda: Budget" in read
    assert offered == [
        "Confirm",
        "Another time",
        "Discard",
        "Edit",
        "For members instead",
        "Tue 1 Dec 2026 17:00 Lausanne instead",
    ]
    (made,) = await meetings_of(app)
    assert made.meeting.start.isoformat() == "2026-12-01T16:00:00+00:00"


async def test_a_repeated_hour_is_asked_about(server: Server, app: App) -> None:
    asked = await typed_in(server, await schedule(server, when="2027-10-31 02:30"))
    question = said(asked)
    table = await server.ada.click(
        shown(asked), label="Sun 31 Oct 2027 02:30 Lausanne (second, UTC+01:00)"
    )
    await server.ada.click(shown(table), label="Confirm")

    assert "happens twice in Europe/Zurich" in question
    (made,) = await meetings_of(app)
    assert made.meeting.start.isoformat() == "2027-10-31T01:30:00+00:00"


async def test_named_people_are_invited_and_others_cannot_see_the_meeting(
    server: Server, app: App, clock: StillClock
) -> None:
    await viewer(server, server.ben, server.members.id)
    cleo = server.guild.add_member(
        server.world.create_user("Cleo"), roles=[server.members], nick="Cleo"
    )
    app_viewer = await viewer(server, cleo, server.members.id)
    table = await typed_in(
        server, await schedule(server, people=f"<@{server.ben.id}>"), join_link="https://e.org/j"
    )
    text = said(table)
    await server.ada.click(shown(table), label="Confirm")
    await app.outbox.run_due()

    (letter,) = server.ben.user.dm_channel.history()
    answered = await server.ben.user.click(letter, label="Going")
    listed = [
        said(await person.slash(server.channel, "meeting list")) for person in (server.ben, cleo)
    ]

    assert "Shown to: the people invited, and organizers" in text
    assert "Invited (2): Ada, Person" in text
    assert letter.content.startswith("You are invited: **Steering call**")
    assert "https://e.org/j" not in str(letter.embeds[0].to_dict())
    assert "1 going" in said(answered)
    assert ["Steering call" in text for text in listed] == [True, False]
    assert app_viewer.is_member
    assert clock.now() == NOW


async def test_a_click_changes_the_audience(server: Server, app: App) -> None:
    table = await typed_in(server, await schedule(server))
    for_all = said(table)
    narrowed = await server.ada.click(shown(table), label="For members instead")
    for_members, offered = said(narrowed), labels(narrowed)
    await server.ada.click(shown(narrowed), label="Confirm")

    assert "Shown to: everyone" in for_all
    assert "Shown to: members" in for_members
    assert "Make it public instead" in offered
    (made,) = await meetings_of(app)
    assert made.terms.visibility == "members"


async def test_an_unknown_name_is_refused_at_once(server: Server) -> None:
    refused = await schedule(server, people="Charlie")

    assert refused.modal is None
    assert "I don't know a member “Charlie”" in said(refused)


async def test_another_command_hands_over_what_it_found(server: Server, app: App) -> None:
    organizer = await viewer(server, server.ada, server.organizers.id, server.members.id)
    ben = await viewer(server, server.ben, server.members.id)
    starts = [NOW + timedelta(days=days, hours=3) for days in (1, 2, 3)]
    found = {
        "title": "Reading group",
        "minutes": 90,
        "member_ids": [ben.require_member().id],
        "starts": [start.isoformat() for start in starts],
    }
    draft_id = await app.services[DraftService].keep(
        organizer, discord_id=server.ada.id, kind="meeting-schedule-this", content=found, now=NOW
    )
    await app.client.get_partial_messageable(server.channel.id).send(
        **button(f"m1:meeting-schedule-this:{draft_id}:1")
    )

    message = server.channel.last_message
    assert message is not None
    table = await server.ada.click(message, label="x")
    text = said(table)
    await server.ada.click(shown(table), label="Confirm")

    assert "Wed 25 Nov 2026 13:00 Lausanne" in text
    (made,) = await meetings_of(app)
    assert (made.terms.title, made.meeting.minutes) == ("Reading group", 90)
    assert made.meeting.start == starts[1]


def button(identity: str) -> dict[str, Any]:
    return Reply(buttons=(Button(label="x", id=identity),)).arguments()


async def test_the_page_and_the_feed_show_it_with_its_agenda(server: Server, app: App) -> None:
    table = await typed_in(server, await schedule(server), agenda="Budget")
    await server.ada.click(shown(table), label="Confirm")

    address = f"http://127.0.0.1:{app.web.port}"
    async with aiohttp.ClientSession(address) as session:
        async with session.get("/feeds/deep-learning-theory/all.ics") as answer:
            feed = await answer.text()
        async with session.get("/c/deep-learning-theory/") as answer:
            coming = await answer.text()
        path = "/c/deep-learning-theory/series/steering-call-2026-12-01"
        async with session.get(path) as answer:
            page = await answer.text()

    assert "SUMMARY:Steering call" in feed
    assert "Budget" in feed
    assert "Steering call" in coming
    assert "No talk yet" not in coming
    assert "<h2>Series</h2>" not in coming
    assert "60 minutes" in page
    assert "1 time" not in page


@pytest.mark.parametrize("person", ["ben", "mallory"])
async def test_only_organizers_schedule_meetings(server: Server, app: App, person: str) -> None:
    actor: simcord.MemberActor = getattr(server, person)

    result = await actor.slash(
        server.channel, "meeting schedule", title="x", when="2026-12-01 17:00"
    )

    assert "Only organizers of Deep learning theory can do this" in said(result)
    assert await meetings_of(app) == []


async def called(server: Server, **options: Any) -> Result:  # noqa: ANN401 - options differ in type
    """Let Ada call a meeting."""
    table = await typed_in(server, await schedule(server, **options))
    return await server.confirm(table)


async def test_a_meeting_in_a_closure_is_confirmed_twice(server: Server, app: App) -> None:
    table = await typed_in(server, await schedule(server, when="2026-12-25 17:00"))
    marked = said(table)
    asked = await server.ada.click(shown(table), label="Confirm")
    why, offered, unsaved = said(asked), labels(asked), await meetings_of(app)

    done = await server.ada.click(shown(asked), label=offered[0])

    assert "Christmas" in marked
    assert "That time is in a closure" in why
    assert "Nothing is saved yet" in why
    assert offered[0].startswith("Schedule despite: ")
    assert offered[1:] == ["Edit", "Discard"]
    assert unsaved == []
    assert "Scheduled: Steering call" in said(done)
    assert len(await meetings_of(app)) == 1


async def test_the_time_that_was_shown_is_scheduled_though_a_day_passes(
    server: Server, app: App, clock: StillClock
) -> None:
    table = await typed_in(server, await schedule(server, when="tomorrow 17:00"))
    text = said(table)
    clock.advance(timedelta(hours=16))

    await server.confirm(table)

    assert "**Tue 24 Nov 2026 17:00 Lausanne**" in text
    (made,) = await meetings_of(app)
    assert made.meeting.start.isoformat() == "2026-11-24T16:00:00+00:00"


async def test_a_one_off_meeting_is_changed_in_a_form_that_is_filled_in(
    server: Server, app: App
) -> None:
    await called(server, kind="hybrid", host="epfl", room="BC 420", capacity=1)
    offered = await server.ada.autocomplete(server.channel, "meeting edit", "meeting", "steer")
    form = await server.ada.slash(server.channel, "meeting edit", meeting=str(offered[0]["value"]))
    before = filled_in(form)

    done = await server.ada.submit_modal(
        form, {**before, "title": "Board call", "agenda": "Budget", "capacity": "2"}
    )

    assert before["room"] == "BC 420"
    assert before["capacity"] == "1"
    assert "Saved: Board call" in said(done)
    (made,) = await meetings_of(app)
    assert (made.terms.title, made.terms.description) == ("Board call", "Budget")
    assert made.terms.capacity == 2


async def test_more_people_are_invited_and_told(server: Server, app: App) -> None:
    await viewer(server, server.ben, server.members.id)
    cleo = server.guild.add_member(
        server.world.create_user("Cleo"), roles=[server.members], nick="Cleo"
    )
    await viewer(server, cleo, server.members.id)
    await called(server, people=f"<@{server.ben.id}>")
    form = await server.ada.slash(
        server.channel, "meeting edit", meeting="1", people=f"<@{cleo.id}>"
    )
    before = list(cleo.user.dm_channel.history())

    await server.ada.submit_modal(form, {k: v for k, v in filled_in(form).items() if v})
    await app.outbox.run_due()

    (letter,) = cleo.user.dm_channel.history()
    assert before == []
    assert letter.content.startswith("You are invited: **Steering call**")
    assert len(list(server.ben.user.dm_channel.history())) == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"capacity": "many"}, "“many” is not a number of places"),
        ({"room": "BC 420"}, "A teleconference has no room"),
        ({"title": " "}, "The title is missing"),
        ({"join_link": "ftp://x"}, "must begin with https:"),
    ],
)
async def test_a_refused_form_says_why_and_can_be_opened_again(
    server: Server, app: App, typed: dict[str, str], why: str
) -> None:
    await called(server)
    form = await server.ada.slash(server.channel, "meeting edit", meeting="1")

    refused = await server.ada.submit_modal(form, {"title": "Steering call", **typed})

    assert why in said(refused)
    assert "Open the form again, filled in" in labels(refused)
    (made,) = await meetings_of(app)
    assert made.terms.title == "Steering call"
