"""How candidate times and votes look in every card of a poll."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.markdown import cut, escape, levelled
from bot.chat.replies import Button, custom_id
from bot.core.translation import _
from bot.polls.model.polls import Vote
from bot.sites.cards.time_text import moment
from bot.sites.model.site_time_status import closed_sites, statuses_text
from bot.sites.model.sites import Site

# Characters of a card: of all its times together, and of the closures at each.
MOMENTS, CLOSURES = 2400, 90
SQUARES = {Vote.YES: "🟩", Vote.IF_NEED_BE: "🟨", Vote.NO: "🟥"}
LABELS = {Vote.YES: _("yes"), Vote.IF_NEED_BE: _("if need be"), Vote.NO: _("no")}


def candidate_times(starts: Sequence[datetime], *, zone: str, sites: Sequence[Site]) -> list[str]:
    """Return times at every site, cut so that all of them fit in one card."""
    return levelled([moment(start, zone=zone, sites=sites) for start in starts], MOMENTS)


def closures_at(start: datetime, minutes: int, sites: Sequence[Site]) -> str:
    """Return a line with the sites that are closed then; empty if none is."""
    closed = closed_sites(sites, start, start + timedelta(minutes=minutes))
    return f"⚠️ {cut(escape(statuses_text(closed)), CLOSURES)}" if closed else ""


def votes_button(poll_id: int, marker: str) -> Button:
    """Return the button that shows everyone's votes."""
    return Button(label=_("Who said what?"), id=custom_id("poll-who", poll_id, marker))
