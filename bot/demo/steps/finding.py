"""Finding a time that suits people at several sites, directly or with a poll."""

from datetime import timedelta

import discord
import simcord

from bot.core.translation import _
from bot.demo.narration import expect
from bot.demo.results import filled_in, text_of, titled
from bot.demo.tour_server import TourServer

SETTLING = timedelta(seconds=5)  # until the poll in the channel shows the answers


async def find(tour: TourServer) -> None:
    """Find a time and schedule it with a click."""
    for person, site in ((tour.nadia, "epfl"), (tour.leo, "mit"), (tour.mina, "huji")):
        await person.slash(tour.channel, "me set", site=site)
    found = await tour.nadia.slash(
        tour.channel, "meeting find", people="Leo, Mina, Nadia", title="Planning call"
    )
    expect("All 3 can come", within=text_of(found))
    came = _("five times at every site, with who can come and what each costs")
    tour.tell(_("/meeting find people: Leo, Mina, Nadia"), came)
    table = await tour.click(tour.nadia, found, "Schedule 1")
    expect("Nothing is scheduled yet", within=text_of(table))
    done = await tour.click(tour.nadia, table, "Confirm")
    expect("Scheduled: Planning call", within=text_of(done))
    tour.tell(
        _("click “Schedule 1”, then Confirm"),
        _("the meeting is scheduled, and Leo and Mina are told"),
    )


async def poll(tour: TourServer) -> None:
    """Poll the times that were found, and make the winner a meeting."""
    found = await tour.nadia.slash(
        tour.channel, "meeting find", people="Leo, Mina", title="Retreat"
    )
    form = await tour.click(tour.nadia, found, "Poll these")
    preview = await tour.nadia.submit_modal(form, filled_in(form))
    expect("Nothing is posted yet", within=text_of(preview))
    await tour.click(tour.nadia, preview, "Post the poll")
    await tour.stage.send_due()
    came = _("the same times with counts, in the channel; members see them in their own time")
    tour.tell(_("/meeting find for a retreat, then “Poll these”"), came)
    await _vote(tour, tour.leo, "1 if need be", "2 yes")
    await _vote(tour, tour.mina, "1 no", "2 yes")
    await tour.nadia.click(_poll_post(tour), label="Close")
    await tour.stage.skip(SETTLING)
    expect("🏆 ` 2`", within=tour.posted(tour.channel))
    asked = await tour.nadia.click(_poll_post(tour), label="Make it a meeting")
    made = await tour.insist(tour.nadia, asked)
    expect("Scheduled: Retreat", within=text_of(made))
    came = _("time 2 wins with 2 yes; with one click, an organizer makes it a meeting")
    tour.tell(_("Leo and Mina answer, Nadia closes the poll"), came)


async def _vote(tour: TourServer, person: simcord.MemberActor, *labels: str) -> None:
    ballot = await person.click(_poll_post(tour), label="Answer")
    for label in labels:
        ballot = await tour.click(person, ballot, label)


def _poll_post(tour: TourServer) -> discord.Message:
    """Return the poll's current post in the channel."""
    return next(post for post in tour.channel.history() if titled(post, "🗳️ Retreat"))
