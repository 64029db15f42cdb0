"""Moves: one meeting is moved and cancelled, and stays the same entry in calendars."""

from datetime import timedelta

from bot.core.translation import _
from bot.demo.narration import UnexpectedResult, expect
from bot.demo.results import despite_of, labels_of, property_of, text_of
from bot.demo.tour_server import SLUG, TourServer
from bot.servers.service.setup import first_sites
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.times.zones import strict_instant, wall_time


async def move(tour: TourServer) -> None:
    """Move a meeting; its entry keeps its UID."""
    meeting = tour.meeting_id
    day = tour.stage.clock.now() + timedelta(days=20)
    when = f"{day:%Y-%m-%d} 16:30 Jerusalem"
    instant = strict_instant(day.replace(hour=16, minute=30, tzinfo=None), "Asia/Jerusalem")
    table = await tour.nadia.slash(
        tour.channel, "meeting move", meeting=meeting, when=when, reason="room"
    )
    expect("Jerusalem", within=text_of(table))
    moved = await tour.confirm(tour.nadia, table)
    expect("Moved", within=text_of(moved))
    tour.tell(
        _("/meeting move to {when}", when=when),
        _("a table of all sites, confirmed with a click"),
    )
    status, feed, etag = await tour.get(tour.links.feed_all(SLUG), {"If-None-Match": tour.etag})
    start = property_of(feed, "DTSTART", uid=tour.uid)
    expect(f"{instant:%Y%m%dT%H%M}00Z", within=start)
    if etag == tour.etag:
        raise UnexpectedResult(_("the feed changed, but its ETag did not"))
    sequence = property_of(feed, "SEQUENCE", uid=tour.uid)
    came = _(
        "{status}: the same UID at {start}, SEQUENCE {sequence}",
        status=status,
        start=start,
        sequence=sequence,
    )
    tour.tell(_("GET the feed again"), came)


async def move_onto_a_fast(tour: TourServer) -> None:
    """Try to move a meeting to the next Yom Kippur, and discard it when asked again."""
    now = tour.stage.clock.now()
    sites = {site["slug"]: site for site in first_sites()}
    huji = Site(id=0, collaboration_id=0, **sites["huji"])
    coming = closures_of(huji, since=now, until=now + timedelta(days=400))
    fast = next(c for c in coming if c.name == "Yom Kippur" and c.start > now)
    when = f"{wall_time(fast.end, huji.zone):%Y-%m-%d} 17:00 Jerusalem"
    table = await tour.nadia.slash(
        tour.channel, "meeting move", meeting=tour.meeting_id, when=when, reason="hall"
    )
    expect("Yom Kippur", within=text_of(table))
    asked = await tour.click(tour.nadia, table, "Confirm")
    expect("Jerusalem: Yom Kippur", within=text_of(asked))
    expect("Schedule despite", within=str(labels_of(asked)))
    (despite,) = despite_of(asked)
    await tour.click(tour.nadia, asked, "Discard")
    came = _("Yom Kippur is marked, and Confirm asks again: “{label}”; discarded", label=despite)
    tour.tell(_("/meeting move to {when}", when=when), came)


async def cancel(tour: TourServer) -> None:
    """Cancel a meeting; its entry stays, marked as cancelled."""
    meeting = tour.meeting_id
    asked = await tour.nadia.slash(tour.channel, "meeting cancel", meeting=meeting, reason="strike")
    cancelled = await tour.click(tour.nadia, asked, "Cancel the meeting")
    expect("Cancelled", within=text_of(cancelled))
    feed = (await tour.get(tour.links.feed_all(SLUG)))[1]
    expect("CANCELLED", within=property_of(feed, "STATUS", uid=tour.uid))
    tour.tell(_("/meeting cancel, with a reason"), _("the same UID, now STATUS:CANCELLED"))
