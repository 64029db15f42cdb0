"""Fairness: what hours cost each site, and a plan in which the worst-off site pays less."""

from bot.core.translation import _
from bot.demo.narration import expect
from bot.demo.results import text_of
from bot.demo.tour_server import TourServer


async def share(tour: TourServer) -> None:
    """Show what each site paid, and move a series to a fairer plan."""
    shown = await tour.mina.slash(tour.channel, "fair show", series="joint-seminar")
    expect("Jerusalem", within=text_of(shown))
    tour.tell(_("Mina: /fair show"), _("what the seminar's hours have cost each site"))
    plan = await tour.nadia.slash(tour.channel, "fair plan", series="joint-seminar")
    expect("The site that pays most (Jerusalem) saves", within=text_of(plan))
    done = await tour.click(tour.nadia, plan, "Move to this plan")
    expect("meetings were moved", within=text_of(done))
    came = _("blocks of two hours in which Jerusalem pays less; a click moves the meetings")
    tour.tell(_("/fair plan"), came)
