"""Announcements: organizers post them, and reminders arrive when they are due."""

from datetime import timedelta

from bot.core.translation import _
from bot.demo.narration import expect
from bot.demo.results import text_of, titled
from bot.demo.sample import ANNOUNCEMENT
from bot.demo.tour_server import TourServer


async def announce(tour: TourServer) -> None:
    """Compose an announcement and post it from its preview."""
    done = await tour.nadia.slash(tour.channel, "setup", announcement_channel=tour.news)
    expect(tour.news.mention, within=text_of(done))
    form = await tour.nadia.slash(tour.channel, "announce compose")
    typed = {"title": "Welcome", "body": ANNOUNCEMENT}
    preview = await tour.nadia.submit_modal(form, typed)
    expect("Nothing is posted yet", within=text_of(preview))
    await tour.click(tour.nadia, preview, "Post now")
    await tour.stage.send_due()
    expect("from now on", within=tour.posted(tour.news))
    tour.tell(_("/announce compose, Post now"), _("a preview, then the same in the channel"))


async def let_time_pass(tour: TourServer) -> None:
    """Let two weeks pass, so that the digest and reminders arrive."""
    await tour.stage.skip(timedelta(weeks=2))
    posted, sent = tour.posted(tour.news), tour.posted(tour.leo.user.dm_channel)
    expect("This week at", within=posted)
    expect("🔔 Reminder:", within=posted)
    expect("⏰ Start:", within=posted)
    expect("Your talk still needs", within=sent)
    came = _(
        "the digest, reminders the day before and at the start, and a request for Leo's slides"
    )
    tour.tell(_("skip 2 weeks"), came)


async def follow_the_join_link(tour: TourServer) -> None:
    """Ask for the join link under a reminder."""
    begun = (m for m in reversed(tour.news.history()) if "Start:" in m.content)
    post = next(m for m in begun if titled(m, "Joint seminar"))
    link = await tour.mina.click(post, label="Join link")
    expect("https://meet.example.org/joint", within=text_of(link))
    tour.tell(_("Mina clicks “Join link”"), _("the link, which only she can see"))
