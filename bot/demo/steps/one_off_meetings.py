"""Convening: a meeting alone is scheduled, fills up, moves."""

from datetime import timedelta

from bot.demo.narration import Unexpected, expect
from bot.demo.results import content_of, filled_in, text_of, titled
from bot.demo.tour_server import Visit


async def schedule(visit: Visit) -> None:
    """Schedule a meeting with one place."""
    day = visit.stage.clock.now() + timedelta(days=10)
    form = await visit.nadia.slash(
        visit.channel,
        "meeting schedule",
        title="Open house",
        when=f"{day:%Y-%m-%d} 16:00 Lausanne",
        kind="hybrid",
        host="epfl",
        capacity=1,
    )
    typed = {"room": "Rolex 1", "join_link": "https://meet.example.org/open", "agenda": "Tea."}
    table = await visit.nadia.submit_modal(form, {**filled_in(form), **typed})
    expect("Nothing is scheduled yet", within=text_of(table))
    done = await visit.confirm(visit.nadia, table)
    expect("Scheduled: Open house", within=text_of(done))
    await visit.stage.send_due()
    shown = visit.server_events()
    expect("Open house", within=shown)
    if "meet.example.org" in shown:
        message = "the join link stands among the server's events"
        raise Unexpected(message)
    came = "a table of all sites, announced, and among the server's events without its link"
    visit.tell("/meeting schedule “Open house”, one place", came)


async def fill(visit: Visit) -> None:
    """Let two want the one place: a line forms and moves up."""
    post = next(m for m in visit.news.history() if titled(m, "Open house"))
    first = await visit.leo.click(post, label="Going")
    expect("1 of 1 going", within=content_of(first))
    waits = await visit.mina.click(post, label="Going")
    expect("you are number 1 in line", within=content_of(waits))
    await visit.leo.click(post, label="Not")
    await visit.stage.send_due()
    expect("A place is free, and it is yours", within=visit.posted(visit.mina.user.dm_channel))
    came = "Mina is number 1 in line; when Leo says “Not” the place is hers, and she is told"
    visit.tell("Leo and Mina click “Going”", came)


async def tell_of_a_move(visit: Visit) -> None:
    """Move the meeting; who comes is told."""
    day = visit.stage.clock.now() + timedelta(days=11)
    offered = await visit.nadia.autocomplete(visit.channel, "meeting move", "meeting", "open house")
    table = await visit.nadia.slash(
        visit.channel,
        "meeting move",
        meeting=str(offered[0]["value"]),
        when=f"{day:%Y-%m-%d} 16:00 Lausanne",
        reason="the cake",
    )
    await visit.confirm(visit.nadia, table)
    await visit.stage.skip(timedelta(minutes=10))
    expect("Moved: **Open house**", within=visit.posted(visit.mina.user.dm_channel))
    expect(f"{day:%Y-%m-%d}", within=visit.server_events())
    came = "who said they come is told, and the server's event is at the new time"
    visit.tell("/meeting move “Open house”", came)
