"""One-off meetings: one is scheduled, fills up and moves."""

from datetime import timedelta

from bot.core.translation import _
from bot.demo.narration import UnexpectedResult, expect
from bot.demo.results import content_of, filled_in, text_of, titled
from bot.demo.tour_server import TourServer


async def schedule(tour: TourServer) -> None:
    """Schedule a meeting with one place."""
    day = tour.stage.clock.now() + timedelta(days=10)
    form = await tour.nadia.slash(
        tour.channel,
        "meeting schedule",
        title="Open house",
        when=f"{day:%Y-%m-%d} 16:00 Lausanne",
        kind="hybrid",
        host="epfl",
        capacity=1,
    )
    typed = {"room": "Rolex 1", "join_link": "https://meet.example.org/open", "agenda": "Tea."}
    table = await tour.nadia.submit_modal(form, {**filled_in(form), **typed})
    expect("Nothing is scheduled yet", within=text_of(table))
    done = await tour.confirm(tour.nadia, table)
    expect("Scheduled: Open house", within=text_of(done))
    await tour.stage.send_due()
    shown = tour.server_events()
    expect("Open house", within=shown)
    if "meet.example.org" in shown:
        raise UnexpectedResult(_("the server's events show the join link"))
    came = _("a table of all sites, an announcement, and a server event without the link")
    tour.tell(_("/meeting schedule “Open house”, one place"), came)


async def fill(tour: TourServer) -> None:
    """Let two people want the only place, so that one waits and then moves up."""
    post = next(m for m in tour.news.history() if titled(m, "Open house"))
    first = await tour.leo.click(post, label="Going")
    expect("1 of 1 going", within=content_of(first))
    waits = await tour.mina.click(post, label="Going")
    expect("you are number 1 in line", within=content_of(waits))
    await tour.leo.click(post, label="Not")
    await tour.stage.send_due()
    expect("A seat is free, and it is yours", within=tour.posted(tour.mina.user.dm_channel))
    came = _("Mina is number 1 in line; when Leo says “Not”, she gets the place and is told")
    tour.tell(_("Leo and Mina click “Going”"), came)


async def tell_of_a_move(tour: TourServer) -> None:
    """Move the meeting; people who are coming are told."""
    day = tour.stage.clock.now() + timedelta(days=11)
    offered = await tour.nadia.autocomplete(tour.channel, "meeting move", "meeting", "open house")
    table = await tour.nadia.slash(
        tour.channel,
        "meeting move",
        meeting=str(offered[0]["value"]),
        when=f"{day:%Y-%m-%d} 16:00 Lausanne",
        reason="the cake",
    )
    await tour.confirm(tour.nadia, table)
    await tour.stage.skip(timedelta(minutes=10))
    expect("Moved: **Open house**", within=tour.posted(tour.mina.user.dm_channel))
    expect(f"{day:%Y-%m-%d}", within=tour.server_events())
    came = _("people who are coming are told, and the server's event has the new time")
    tour.tell(_("/meeting move “Open house”"), came)
