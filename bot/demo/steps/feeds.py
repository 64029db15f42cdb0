"""Subscribing: feeds are fetched over HTTP, public and private ones."""

import re

from bot.demo.narration import expect
from bot.demo.results import labels_of, text_of, unfolded
from bot.demo.tour_server import SLUG, Visit


async def fetch(visit: Visit) -> None:
    """Fetch the public feed, and once more with its ETag."""
    status, feed, etag = await visit.get(visit.links.feed_all(SLUG))
    expect("Kernels\\, slowly and carefully", within=unfolded(feed))
    entry = next(e for e in feed.split("BEGIN:VEVENT") if "Kernels" in unfolded(e))
    visit.uid, visit.etag = re.findall(r"UID:(\S+)", entry)[0], etag
    again, _, _ = await visit.get(visit.links.feed_all(SLUG), {"If-None-Match": etag})
    expect("304", within=str(again))
    came = f"{status}, {feed.count('BEGIN:VEVENT')} meetings; asked again with its ETag: 304"
    visit.tell("GET the public feed over HTTP", came)


async def subscribe(visit: Visit) -> None:
    """Subscribe to a private feed and revoke it."""
    told = await visit.mina.slash(visit.channel, "calendar subscribe", app="Thunderbird")
    address = re.findall(r"(http://localhost\S*?/feeds/me/\S+?\.ics)", text_of(told))[0]
    _, feed, _ = await visit.get(address)
    expect("https://meet.example.org/joint", within=unfolded(feed))
    links = await visit.mina.slash(visit.channel, "calendar links")
    await visit.click(visit.mina, links, labels_of(links)[0])
    _, after, _ = await visit.get(address)
    expect("replaced", within=unfolded(after))
    came = "a private feed with the join link; revoked, it shows nothing any more"
    visit.tell("Mina: /calendar subscribe, then revoke", came)
