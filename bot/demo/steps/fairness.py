"""Sharing: what hours cost each site, and a plan by which the worst-off pays less."""

from bot.demo.narration import expect
from bot.demo.results import text_of
from bot.demo.tour_server import Visit


async def share(visit: Visit) -> None:
    """Show what was paid, and move a series to a fairer plan."""
    shown = await visit.mina.slash(visit.channel, "fair show", series="joint-seminar")
    expect("Jerusalem", within=text_of(shown))
    visit.tell("Mina: /fair show", "what the seminar's hours have cost each site")
    plan = await visit.nadia.slash(visit.channel, "fair plan", series="joint-seminar")
    expect("saves who pays most (Jerusalem)", within=text_of(plan))
    done = await visit.click(visit.nadia, plan, "Move to this plan")
    expect("meetings were moved", within=text_of(done))
    came = "blocks of two hours by which Jerusalem pays less; a click moves the meetings"
    visit.tell("/fair plan", came)
