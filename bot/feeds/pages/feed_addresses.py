"""The addresses of feeds."""

import re
from functools import lru_cache

from bot.feeds.model.feeds import Feed, FeedKind
from bot.ics.alarms import MINUTES

SLUG = r"[a-z0-9-]{1,60}"
PUBLIC = re.compile(
    rf"/feeds/({SLUG})/(?:all|(series|site)/({SLUG}))\.ics(?:\?(.*))?\Z",
)
PRIVATE = re.compile(r"/feeds/me/([^/?#]+)/[^/?#]+\.ics(?:\?(.*))?\Z")
# Only these, so that nobody fills the memory with feeds for every number of minutes.
ALARMS = {str(minutes): minutes for minutes in MINUTES}
OPENED = ("?open=1", "&open=1")
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


def opens_program(target: str) -> str | None:
    """Return the address without its wish to be opened in a calendar program; None without one.

    Discord's buttons take no webcal address, so they lead here, and from here to the program.
    """
    for wish in OPENED:
        if target.endswith(wish):
            return target.removesuffix(wish)
    return None


def alarm_asked(query: str | None) -> int:
    """Return the minutes before each meeting at which an alarm is wanted, 0 for none."""
    for part in (query or "").split("&"):
        name, _equals, value = part.partition("=")
        if name == "alarm" and value in ALARMS:
            return ALARMS[value]
    return 0


def asks_for_mine(query: str | None) -> bool:
    """Return whether a query asks for the member's own meetings only."""
    return "mine=1" in (query or "").split("&")
