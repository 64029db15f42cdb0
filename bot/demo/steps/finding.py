"""Agreeing: a time is found that suits people at several sites, or put to a poll."""

from datetime import timedelta

import discord
import simcord

from bot.demo.narration import expect
from bot.demo.results import filled_in, text_of, titled
from bot.demo.tour_server import Visit

SETTLING = timedelta(seconds=5)  # until the poll in the channel shows what was said


async def find(visit: Visit) -> None:
    """Find a time and schedule it with a click."""
    for person, site in ((visit.nadia, "epfl"), (visit.leo, "mit"), (visit.mina, "huji")):
        await person.slash(visit.channel, "me set", site=site)
    found = await visit.nadia.slash(
        visit.channel, "meeting find", people="Leo, Mina, Nadia", title="Planning call"
    )
    expect("All 3 can come", within=text_of(found))
    came = "five times at every site, with who can come and what each costs"
    visit.tell("/meeting find people: Leo, Mina, Nadia", came)
    table = await visit.click(visit.nadia, found, "Schedule 1")
    expect("Nothing is scheduled yet", within=text_of(table))
    done = await visit.click(visit.nadia, table, "Confirm")
    expect("Scheduled: Planning call", within=text_of(done))
    visit.tell("click “Schedule 1”, then Confirm", "the meeting stands, Leo and Mina are told")


async def poll(visit: Visit) -> None:
    """Put the times that were found to a poll, and make the winner a meeting."""
    found = await visit.nadia.slash(
        visit.channel, "meeting find", people="Leo, Mina", title="Retreat"
    )
    form = await visit.click(visit.nadia, found, "Poll these")
    preview = await visit.nadia.submit_modal(form, filled_in(form))
    expect("Nothing is posted yet", within=text_of(preview))
    await visit.click(visit.nadia, preview, "Post the poll")
    await visit.stage.send_due()
    came = "the same times with counts, in the channel; each member answers in their own clock"
    visit.tell("/meeting find for a retreat, then “Poll these”", came)
    await _vote(visit, visit.leo, "1 if need be", "2 yes")
    await _vote(visit, visit.mina, "1 no", "2 yes")
    await visit.nadia.click(_standing(visit), label="Close")
    await visit.stage.skip(SETTLING)
    expect("🏆 ` 2`", within=visit.posted(visit.channel))
    asked = await visit.nadia.click(_standing(visit), label="Make it a meeting")
    made = await visit.insist(visit.nadia, asked)
    expect("Scheduled: Retreat", within=text_of(made))
    came = "time 2 wins with 2 yes; one click of an organizer makes it a meeting"
    visit.tell("Leo and Mina answer, Nadia closes the poll", came)


async def _vote(visit: Visit, person: simcord.MemberActor, *labels: str) -> None:
    ballot = await person.click(_standing(visit), label="Answer")
    for label in labels:
        ballot = await visit.click(person, ballot, label)


def _standing(visit: Visit) -> discord.Message:
    """Return the poll as it stands in the channel now."""
    return next(post for post in visit.channel.history() if titled(post, "🗳️ Retreat"))
