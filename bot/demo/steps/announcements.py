"""Announcing: organizers post, time passes, and what is due arrives by itself."""

from datetime import timedelta

from bot.demo.narration import expect
from bot.demo.results import text_of, titled
from bot.demo.tour_server import Visit


async def announce(visit: Visit) -> None:
    """Compose an announcement and post it from its preview."""
    done = await visit.nadia.slash(visit.channel, "setup", announcement_channel=visit.news)
    expect(visit.news.mention, within=text_of(done))
    form = await visit.nadia.slash(visit.channel, "announce compose")
    typed = {"title": "Welcome", "body": "Talks are announced **here** from now on."}
    preview = await visit.nadia.submit_modal(form, typed)
    expect("Nothing is posted yet", within=text_of(preview))
    await visit.click(visit.nadia, preview, "Post now")
    await visit.stage.send_due()
    expect("from now on", within=visit.posted(visit.news))
    visit.tell("/announce compose, Post now", "the preview, then the same in the channel")


async def let_time_pass(visit: Visit) -> None:
    """Let two weeks pass: digest, reminders and the speaker's ladder arrive."""
    await visit.stage.skip(timedelta(weeks=2))
    posted, sent = visit.posted(visit.news), visit.posted(visit.leo.user.dm_channel)
    for what in ("This week at", "🔔 Reminder: begins", "⏰ Begins"):
        expect(what, within=posted)
    expect("Still missing for your talk", within=sent)
    came = "the digest, reminders the day before and as it begins, and Leo is asked for slides"
    visit.tell("skip 2 weeks", came)


async def follow_the_join_link(visit: Visit) -> None:
    """Ask for the link under a reminder."""
    begun = (m for m in reversed(visit.news.history()) if "Begins" in m.content)
    post = next(m for m in begun if titled(m, "Joint seminar"))
    link = await visit.mina.click(post, label="Join link")
    expect("https://meet.example.org/joint", within=text_of(link))
    visit.tell("Mina clicks “Join link”", "the link, for her alone")
