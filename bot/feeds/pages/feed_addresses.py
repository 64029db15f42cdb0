"""The addresses of feeds."""

import re
from functools import lru_cache

from bot.feeds.model.feeds import Feed, FeedKind

SLUG = r"[a-z0-9-]{1,60}"
PUBLIC = re.compile(
    rf"/feeds/({SLUG})/(?:all|(series|site)/({SLUG}))\.ics(?:\?(.*))?\Z",
)
PRIVATE = re.compile(r"/feeds/me/([^/?#]+)/[^/?#]+\.ics(?:\?(.*))?\Z")
MEETING = re.compile(r"/meeting/([0-9]{1,18})\.ics(?:\?.*)?\Z")


@lru_cache(maxsize=4096)
def public_feed(target: str) -> Feed | None:
    """Return the public feed at an address."""
    named = PUBLIC.match(target)
    if named is None:
        return None
    slug, kind, name, query = named.groups()
    return Feed(slug, FeedKind(kind or "all"), name or "", everything=asks_for_all(query))


def asks_for_all(query: str | None) -> bool:
    """Return whether a query asks for all past meetings; its other parts are ignored."""
    return "past=all" in (query or "").split("&")


def asks_for_mine(query: str | None) -> bool:
    """Return whether a query asks for the member's own meetings only."""
    return "mine=1" in (query or "").split("&")
