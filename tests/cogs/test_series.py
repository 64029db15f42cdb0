from datetime import timedelta

import pytest

from bot.app import App
from bot.meetings.store import meetings
from bot.series import store as series
from tests.cogs.theory_seminar import DETAILS, edit, form_for, how_many, made, preview
from tests.discord_servers import Server, StillClock, filled_in, labels, said, shown


async def test_a_series_is_created_by_command_form_and_confirmation(
    server: Server, app: App
) -> None:
    reply = await preview(server)
    text, saved_before = said(reply), await how_many(app)
    after = await server.confirm(reply)

    assert "Nothing is saved yet" in text
    assert "**Thu 26 Nov 2026 17:00 Lausanne** · <t:1795708800:F>" in text
    assert "08:00 Berkeley · Stanford · San Diego · Irvine | 10:00 Chicago" in text
    assert text.count("| 18:00 Jerusalem") == 6
    assert (
        "Thu 26 Nov 2026 **08:00** Berkeley, Stanford, San Diego, Irvine · ⛔ Thanksgiving Day"
        in text
    )
    assert "Kernels, \\*forests\\* and @\N{ZERO WIDTH SPACE}everyone." in text
    assert f"<#{server.channel.id}>" in text
    assert (saved_before, await how_many(app)) == (0, 1)
    assert "“Theory seminar” is created with 79 meetings." in said(after)
    assert labels(after) == []
    assert shown(after).ephemeral


async def test_weeks_in_which_clocks_disagree_are_marked_before_anything_is_saved(
    server: Server,
) -> None:
    text = said(await preview(server, first="2027-03-11"))

    marked = [entry for entry in text.split("\n\n") if "Clock-change week" in entry]
    assert [entry.partition("**Thu ")[2][:11] for entry in marked] == ["18 Mar 2027", "25 Mar 2027"]


async def test_an_hour_that_clocks_skip_is_mentioned_before_anything_is_saved(
    server: Server,
) -> None:
    text = said(await preview(server, when="Sundays 02:30", first="2027-03-28"))

    assert "Clocks skip 02:30 that day. The meeting is at 03:30." in text


async def test_confirming_twice_makes_one_series(server: Server, app: App) -> None:
    reply = await preview(server, first="2026-12-03", until="3")

    again = await server.click_twice(server.ada, reply, "Confirm")

    assert "already saved, so nothing was done a second time" in said(again)
    assert await how_many(app) == 1


async def test_a_series_with_dates_in_closures_is_confirmed_twice(server: Server, app: App) -> None:
    reply = await preview(server, until="2027-05-13")
    text = said(reply)
    asked = await server.ada.click(shown(reply), label="Confirm")
    question, offered, saved_before = said(asked), labels(asked), await how_many(app)

    done = await server.ada.click(shown(asked), label="Schedule despite 5 dates in closures")

    closed = "Berkeley · Stanford · San Diego · Irvine · Chicago · Boston: Thanksgiving Day"
    assert f"18:00 Jerusalem\n⛔ {closed}" in text
    assert "⛔ 5 of 25 dates are in closures." in question
    assert f"Thu 26 Nov 2026 · {closed}" in question
    assert "Thu 6 May 2027 · Lausanne: Ascension Day" in question
    assert "New series: Theory seminar" in question
    assert offered == [*("Skip those dates", "Schedule despite 5 dates in closures", "Discard")]
    assert saved_before == 0
    assert "is created with 25 meetings." in said(done)
    assert await how_many(app) == 1


async def test_dates_in_closures_can_be_skipped_and_brought_back(server: Server, app: App) -> None:
    asked = await server.ada.click(
        shown(await preview(server, until="2027-05-13")), label="Confirm"
    )
    done = await server.ada.click(shown(asked), label="Skip those dates")
    shown_then = said(await server.ada.slash(server.channel, "meeting list"))

    again = await server.ada.slash(
        server.channel, "series unskip", series="theory-seminar", date="2027-05-06"
    )

    assert "created with 20 meetings. 5 dates in closures are skipped" in said(done)
    assert "Thu 26 Nov 2026" not in said(done)
    assert "❌ Skipped: Berkeley · Stanford · San Diego · Irvine · Chicago" in shown_then
    assert "Back on: Theory seminar." in said(again)
    async with app.store.read() as connection:
        left = [m for m in await meetings.of_series(connection, 1) if not m.takes_place]
    assert [meeting.place.isoformat() for meeting in left] == [
        *("2026-11-26", "2026-12-24", "2026-12-31", "2027-04-22")
    ]


async def test_an_edit_is_confirmed_twice_only_for_dates_that_it_adds(server: Server) -> None:
    await made(server, first="2026-12-03", until="2026-12-17")
    renamed = await server.confirm(await edit(server, title="Theory teatime"))

    asked = await server.ada.click(shown(await edit(server, when="Fridays 17:00")), label="Confirm")

    assert "Your changes to “Theory teatime” are saved." in said(renamed)
    assert "2 of 2 dates are in closures" in said(asked)
    assert "Fri 4 Dec 2026 · Jerusalem: Shabbat" in said(asked)
    assert labels(asked) == ["Schedule despite 2 dates in closures", "Discard"]


async def test_buttons_work_after_a_restart(server: Server, app: App) -> None:
    reply = await preview(server)
    await server.restart()

    result = await server.confirm(reply)

    assert "is created with 79 meetings" in said(result)
    assert await how_many(app) == 1


async def test_a_form_works_after_a_restart(server: Server) -> None:
    form = await form_for(server)
    await server.restart()

    result = await server.ada.submit_modal(form, DETAILS)

    assert labels(result) == ["Confirm", "Edit title and times", "Edit the rest", "Discard"]


async def test_a_preview_can_be_edited_before_it_is_saved(server: Server) -> None:
    reply = await preview(server)
    form = await server.ada.click(shown(reply), label="Edit title and times")
    values = {**filled_in(form), "when": "Fridays 16:00 until 2026-12-11", "length": "60 / 1"}

    result = await server.ada.submit_modal(form, values)

    assert filled_in(form) == {
        "title": "Theory seminar",
        "when": "Thursdays 17:00",
        "zone": "epfl",
        "length": "90 / 2",
        "first": "2026-11-23",
    }
    assert said(result).count("Jerusalem: Shabbat") == 3
    assert "60 minutes, 1 slot" in said(result)
    rest = await server.ada.click(shown(result), label="Edit the rest")
    assert filled_in(rest) == DETAILS


async def test_a_refused_form_comes_back_filled_in(server: Server) -> None:
    refused = await server.ada.submit_modal(
        await form_for(server), {**DETAILS, "channel": "#nowhere"}
    )
    why = said(refused)
    form = await server.ada.click(shown(refused), label="Open the form again, filled in")

    result = await server.ada.submit_modal(form, {**filled_in(form), "channel": "seminar"})

    assert "I can't see a channel “nowhere” here" in why
    assert filled_in(form)["description"] == DETAILS["description"]
    assert "Nothing is saved yet" in said(result)


async def test_a_discarded_preview_saves_nothing(server: Server, app: App) -> None:
    result = await server.ada.click(shown(await preview(server)), label="Discard")

    assert said(result) == "Discarded. Nothing was saved."
    assert await how_many(app) == 0


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"when": "now and then"}, "I understand “Thursdays 17:00”"),
        ({"zone": "Atlantis"}, "is neither a site nor a time zone"),
        ({"first": "soon"}, "Please type it like 2027-03-12"),
        ({"until": "2026-02-30"}, "does not exist"),
        ({"title": "\u202e \x00"}, "The title is missing"),
        ({"minutes": 5, "slots": 2}, "lasts 10 to 1440 minutes"),
    ],
)
async def test_a_refusal_says_what_to_type_instead(
    server: Server, options: dict[str, object], why: str
) -> None:
    result = await form_for(server, **options)

    assert why in said(result)
    assert shown(result).ephemeral


async def test_deleting_the_end_in_the_form_removes_it(server: Server) -> None:
    await made(server, until="2026-12-11")
    reply = await edit(server)
    form = await server.ada.click(shown(reply), label="Edit title and times")

    result = await server.ada.submit_modal(form, {**filled_in(form), "when": "Thursdays 17:00"})

    assert filled_in(form)["when"] == "Thursdays 17:00 until 2026-12-11"
    assert "new meetings: Thu 17 Dec 2026" in said(result)


async def test_the_members_own_series_are_hidden_from_strangers(server: Server) -> None:
    form = await form_for(server)
    reply = await server.ada.submit_modal(form, {**DETAILS, "visibility": "members"})
    await server.confirm(reply)

    listed = await server.mallory.slash(server.channel, "series list")
    asked = await server.mallory.slash(server.channel, "series show", series="theory-seminar")
    offered = await server.mallory.autocomplete(server.channel, "series show", "series", "")

    assert "There is no series yet" in said(listed)
    assert "There is no such series here" in said(asked)
    assert offered == []
    assert "Theory seminar" in said(await server.ben.slash(server.channel, "series list"))


async def test_buttons_turn_the_pages_of_a_long_list_after_a_restart_too(server: Server) -> None:
    for number in range(9):
        await made(server, title=f"Series {number}", until="2")

    first = await server.ben.slash(server.channel, "series list")
    text = said(first)
    await server.restart()
    second = await server.ben.click(shown(first), label="Next ▶")

    assert ("Series 7" in text, "Series 8" in text) == (True, False)
    assert "Series 8" in said(second)


async def test_an_organizer_who_no_longer_is_one_cannot_confirm(server: Server, app: App) -> None:
    reply = await preview(server)
    server.demote(server.ada)

    result = await server.confirm(reply)

    assert "Only organizers" in said(result)
    assert await how_many(app) == 0


async def test_dates_are_counted_from_the_moment_of_confirming(
    server: Server, clock: StillClock
) -> None:
    reply = await preview(server)
    clock.advance(timedelta(days=4))

    result = await server.confirm(reply)

    assert "Thu 26 Nov 2026" not in said(result)


async def test_the_first_date_that_was_shown_counts_however_late_it_is_confirmed(
    server: Server, clock: StillClock, app: App
) -> None:
    reply = await preview(server, when="every 2 weeks on Thursday 17:00", until="4")
    clock.advance(timedelta(days=8))

    await server.confirm(reply)

    async with app.store.read() as connection:
        (made,) = await series.unended(connection)
        held = await meetings.of_series(connection, made.id)
    assert [str(meeting.place) for meeting in held] == ["2026-12-10", "2026-12-24", "2027-01-07"]
