"""A series that stands is changed, shown and ended."""

import pytest
import simcord

from bot.app import App
from bot.meetings.store import meetings
from bot.series import store as series
from bot.times.recurrence_text import rule_text
from tests.cogs.theory_seminar import edit, how_many, made
from tests.discord_servers import Server, filled_in, labels, said, shown
from tests.made_once import MadeOnce, Workshop
from tests.worlds import speak


@pytest.fixture(scope="session")
def made_server(made_server: MadeOnce[Server], workshop: Workshop) -> MadeOnce[Server]:
    """A server with a weekly series, Thursdays 17:00 in Lausanne."""
    return workshop.in_the_server(made_server, made)


async def test_an_edit_shows_what_becomes_of_meetings_before_it_is_saved(
    server: Server, app: App
) -> None:
    reply = await edit(server, when="every 2 weeks on Friday 16:00")
    text = said(reply)
    done = await server.confirm(reply)

    assert "40 meetings move: Thu 26 Nov 2026 17:00 → Fri 27 Nov 2026 16:00" in text
    assert "39 meetings are cancelled: Thu 3 Dec 2026" in text
    assert "**Fri 11 Dec 2026 16:00 Lausanne**" in text
    assert "Your changes to “Theory seminar” are saved." in said(done)
    async with app.store.read() as connection:
        first = (await meetings.of_series(connection, 1))[0]
    assert (first.wall.isoformat(), first.id) == ("2026-11-27T16:00:00", 1)


async def test_an_edit_without_a_change_cannot_be_confirmed(server: Server) -> None:
    reply = await edit(server)

    assert "Nothing changes." in said(reply)
    with pytest.raises(simcord.SetupError):
        await server.confirm(reply)


async def test_an_edit_names_the_talks_that_lose_their_slot(server: Server, app: App) -> None:
    await speak(app.store, 2, title="Kernels *again*")

    reply = await edit(server, when="every 2 weeks on Thursday 17:00")

    lost = said(reply).partition("Talks that lose their slot and become proposed: ")[2]
    assert lost.startswith("Grace: Kernels \\*again\\* (Thu 3 Dec 2026)")


async def test_two_organizers_editing_at_once_do_not_undo_each_other(
    server: Server, app: App
) -> None:
    mine = await edit(server, when="Fridays 16:00")
    yours = await edit(server, title="Theory colloquium")
    await server.confirm(yours)

    refused = await server.confirm(mine)
    text = said(refused)
    done = await server.confirm(refused)

    assert "Something has changed in the meantime" in text
    assert "Theory colloquium" in text
    assert "Your changes to “Theory colloquium” are saved." in said(done)
    async with app.store.read() as connection:
        kept = await series.by_id(connection, 1)
    assert kept is not None
    assert (kept.title, rule_text(kept.rule)) == ("Theory colloquium", "Fridays 16:00")


async def test_a_form_changes_only_what_was_changed_in_it(server: Server, app: App) -> None:
    mine, yours = await edit(server, minutes=60), await edit(server)
    my_form = await server.ada.click(shown(mine), label="Edit the rest")
    your_form = await server.ada.click(shown(yours), label="Edit the rest")
    changed = {**filled_in(your_form), "description": "Yours"}
    yours = await server.ada.submit_modal(your_form, changed)
    await server.confirm(yours)

    mine = await server.ada.submit_modal(my_form, {**filled_in(my_form), "room": ""})
    await server.confirm(mine)

    async with app.store.read() as connection:
        kept = await series.by_id(connection, 1)
    assert kept is not None
    assert (kept.description, kept.minutes, kept.room) == ("Yours", 60, None)


async def test_a_series_ends_after_a_preview_of_what_is_cancelled(server: Server, app: App) -> None:
    reply = await server.ada.slash(server.channel, "series end", series="theory-seminar")
    text, buttons = said(reply), labels(reply)
    done = await server.confirm(reply)

    assert "79 meetings are cancelled" in text
    assert buttons == ["Confirm", "Discard"]
    assert "“Theory seminar” has ended." in said(done)
    assert await how_many(app) == 0


async def test_a_series_can_end_on_a_date(server: Server) -> None:
    reply = await server.ada.slash(
        server.channel, "series end", series="theory-seminar", last="2026-12-10"
    )

    assert "76 meetings are cancelled: Thu 17 Dec 2026" in said(reply)


async def test_a_date_is_skipped_with_its_reason_and_brought_back(server: Server) -> None:
    offered = await server.ada.autocomplete(
        server.channel, "series skip", "date", "3 dec", series="theory-seminar"
    )
    off = await server.ada.slash(
        server.channel,
        "series skip",
        series="theory-seminar",
        date=offered[0]["value"],
        reason="*Strike*",
    )
    back = await server.ada.autocomplete(
        server.channel, "series unskip", "date", "", series="theory-seminar"
    )
    on = await server.ada.slash(
        server.channel, "series unskip", series="theory-seminar", date=back[0]["value"]
    )

    assert offered[0] == {"name": "Thu 3 Dec 2026", "value": "2026-12-03"}
    assert "Skipped: \\*Strike\\*" in said(off)
    assert [choice["name"] for choice in back] == ["Thu 3 Dec 2026 · skipped"]
    assert "Back on: Theory seminar." in said(on)
    assert "Skipped" not in said(on)


async def test_everybody_sees_public_series_and_members_the_join_link(server: Server) -> None:
    for_ben = await server.ben.slash(server.channel, "series show", series="theory-seminar")
    for_mallory = await server.mallory.slash(server.channel, "series show", series="theory-seminar")

    assert "https://example.org/j" in said(for_ben)
    assert "example.org" not in said(for_mallory)
    assert "/feeds/deep-learning-theory/series/theory-seminar.ics" in said(for_mallory)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("series create", {"title": "x", "when": "Mondays 9:30"}),
        ("series edit", {"series": "theory-seminar", "minutes": 60}),
        ("series end", {"series": "theory-seminar"}),
        ("series skip", {"series": "theory-seminar", "date": "2026-12-03", "reason": "x"}),
        ("series unskip", {"series": "theory-seminar", "date": "2026-12-03"}),
    ],
)
async def test_only_organizers_change_series(
    server: Server, command: str, options: dict[str, object]
) -> None:
    for person in (server.ben, server.mallory):
        result = await person.slash(server.channel, command, **options)

        assert "Only organizers of Deep learning theory can do this" in said(result)


async def test_another_collaborations_series_cannot_be_reached_by_its_short_name(
    server: Server, app: App
) -> None:
    other = await Server(server.world, app, "Numbers").set_up("number-theory")

    for command in ("series show", "series edit", "series end"):
        result = await other.ada.slash(other.channel, command, series="theory-seminar")

        assert "There is no such series here" in said(result)
