"""Which meetings appear among a server's scheduled events, which everybody there can see."""

from datetime import timedelta

from bot.series.model.series import Terms, Visibility
from bot.servers.model.collaborations import Collaboration

MIRRORED_AHEAD = timedelta(weeks=4)
# Discord allows 100 in a server: the rest is for events that people create.
MOST_MIRRORED, MOST_IN_SERVER = 80, 100


def visible_to_all(terms: Terms, collaboration: Collaboration) -> bool:
    """Return whether everybody in the server may see a meeting on these terms."""
    if terms.visibility is Visibility.PUBLIC:
        return True
    return collaboration.member_role_id is None and terms.invited is None
