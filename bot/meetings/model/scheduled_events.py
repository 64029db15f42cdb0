"""Mirrors: meetings shown among a server's own scheduled events, where all may see them."""

from datetime import timedelta

from bot.series.model.series import Series, Visibility
from bot.servers.model.collaborations import Collaboration

MIRRORED_AHEAD = timedelta(weeks=4)
# Discord keeps 100 in a server: the rest is for what people make by hand.
MOST_MIRRORED, MOST_IN_SERVER = 80, 100


def stands_for_all(series: Series, collaboration: Collaboration) -> bool:
    """Say whether everybody in the server may see a series: its events are shown to all of them."""
    if series.visibility is Visibility.PUBLIC:
        return True
    return collaboration.member_role_id is None and series.invited is None
