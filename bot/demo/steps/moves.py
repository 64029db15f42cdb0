"""Moving: one meeting moves and is called off, and stays the same entry in calendars."""

from datetime import timedelta

from bot.demo.narration import Unexpected, expect
from bot.demo.results import DESPITE, despite_of, labels_of, property_of, text_of
from bot.demo.tour_server import SLUG, Visit
from bot.servers.service.setup import first_sites
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.times.zones import strict_instant, wall_time


async def move(visit: Visit) -> None:
    """Move a meeting; its entry keeps its UID."""
    meeting = visit.meeting_id
    day = visit.stage.clock.now() + timedelta(days=20)
    when = f"{day:%Y-%m-%d} 16:30 Jerusalem"
    instant = strict_instant(day.replace(hour=16, minute=30, tzinfo=None), "Asia/Jerusalem")
    table = await visit.nadia.slash(
        visit.channel, "meeting move", meeting=meeting, when=when, reason="room"
    )
    expect("Jerusalem", within=text_of(table))
    moved = await visit.confirm(visit.nadia, table)
    expect("Moved", within=text_of(moved))
    visit.tell(f"/meeting move to {when}", "a table of all sites, confirmed by a click")
    status, feed, etag = await visit.get(visit.links.feed_all(SLUG), {"If-None-Match": visit.etag})
    start = property_of(feed, "DTSTART", uid=visit.uid)
    expect(f"{instant:%Y%m%dT%H%M}00Z", within=start)
    if etag == visit.etag:
        message = "the feed changed, its ETag did not"
        raise Unexpected(message)
    sequence = property_of(feed, "SEQUENCE", uid=visit.uid)
    came = f"{status}: the same UID at {start}, SEQUENCE {sequence}"
    visit.tell("GET the feed again", came)


async def move_onto_a_fast(visit: Visit) -> None:
    """Ask twice before a meeting is moved onto the next Yom Kippur; leave it where it is."""
    now = visit.stage.clock.now()
    sites = {site["slug"]: site for site in first_sites()}
    huji = Site(id=0, collaboration_id=0, **sites["huji"])
    coming = closures_of(huji, since=now, until=now + timedelta(days=400))
    fast = next(c for c in coming if c.name == "Yom Kippur" and c.start > now)
    when = f"{wall_time(fast.end, huji.zone):%Y-%m-%d} 17:00 Jerusalem"
    table = await visit.nadia.slash(
        visit.channel, "meeting move", meeting=visit.meeting_id, when=when, reason="hall"
    )
    expect("Yom Kippur", within=text_of(table))
    asked = await visit.click(visit.nadia, table, "Confirm")
    expect("Jerusalem: Yom Kippur", within=text_of(asked))
    expect(DESPITE, within=str(labels_of(asked)))
    (despite,) = despite_of(asked)
    await visit.click(visit.nadia, asked, "Discard")
    came = f"Yom Kippur is marked, and Confirm asks again: “{despite}”; discarded"
    visit.tell(f"/meeting move to {when}", came)


async def cancel(visit: Visit) -> None:
    """Call a meeting off; its entry stays, as cancelled."""
    meeting = visit.meeting_id
    asked = await visit.nadia.slash(
        visit.channel, "meeting cancel", meeting=meeting, reason="strike"
    )
    cancelled = await visit.click(visit.nadia, asked, "Cancel the meeting")
    expect("Cancelled", within=text_of(cancelled))
    _, feed, _ = await visit.get(visit.links.feed_all(SLUG))
    expect("CANCELLED", within=property_of(feed, "STATUS", uid=visit.uid))
    visit.tell("/meeting cancel, a reason", "the same UID, now STATUS:CANCELLED")
