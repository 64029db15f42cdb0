"""Feeds: public and private ones are fetched over HTTP."""

import re

from bot.core.translation import _
from bot.demo.narration import expect
from bot.demo.results import labels_of, text_of, unfolded
from bot.demo.tour_server import SLUG, TourServer


async def fetch(tour: TourServer) -> None:
    """Fetch the public feed, and again with its ETag."""
    status, feed, etag = await tour.get(tour.links.feed_all(SLUG))
    expect("Kernels\\, slowly and carefully", within=unfolded(feed))
    entry = next(e for e in feed.split("BEGIN:VEVENT") if "Kernels" in unfolded(e))
    tour.uid, tour.etag = re.findall(r"UID:(\S+)", entry)[0], etag
    again = (await tour.get(tour.links.feed_all(SLUG), {"If-None-Match": etag}))[0]
    expect("304", within=str(again))
    came = _(
        "{status}, {count} meetings; again, with its ETag: 304",
        status=status,
        count=feed.count("BEGIN:VEVENT"),
    )
    tour.tell(_("GET the public feed over HTTP"), came)


async def subscribe(tour: TourServer) -> None:
    """Subscribe to a private feed and revoke it."""
    told = await tour.mina.slash(tour.channel, "calendar subscribe", app="Thunderbird")
    address = re.findall(r"(http://localhost\S*?/feeds/me/\S+?\.ics)", text_of(told))[0]
    feed = (await tour.get(address))[1]
    expect("https://meet.example.org/joint", within=unfolded(feed))
    links = await tour.mina.slash(tour.channel, "calendar links")
    await tour.click(tour.mina, links, labels_of(links)[0])
    after = (await tour.get(address))[1]
    expect("replaced", within=unfolded(after))
    came = _("a private feed with the join link; once revoked, it shows nothing")
    tour.tell(_("Mina: /calendar subscribe, then revoke"), came)
