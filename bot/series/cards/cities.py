"""The cities of several sites, in one line."""

from collections.abc import Iterable

from bot.chat.markdown import escape
from bot.sites.model.sites import Site


def cities(sites: Iterable[Site]) -> str:
    """Return the cities of sites, each once: "Berkeley · Chicago"."""
    return " · ".join(dict.fromkeys(escape(site.city) for site in sites))
