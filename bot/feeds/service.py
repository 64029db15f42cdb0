"""The private feeds of members: made, listed and revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.core import text
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.feeds import store as subscriptions
from bot.feeds.model.subscriptions import Subscription
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.series.model.series import Series, Visibility
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store

MOST_FEEDS = 10
BYTES_OF_TOKEN = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFeeds:
    """The public series and the sites of a collaboration, which have public feeds."""

    series: tuple[Series, ...]
    sites: tuple[Site, ...]


class SubscriptionService:
    """Private feeds over one store."""

    def __init__(self, store: Store) -> None:
        """Use a store."""
        self._store = store

    async def public_feeds(self, viewer: Viewer) -> PublicFeeds:
        """Return the feeds to which anybody can subscribe."""
        async with self._store.read() as connection:
            known = await series.recurring(connection, viewer.collaboration.id)
            return PublicFeeds(
                series=tuple(one for one in known if one.visibility is Visibility.PUBLIC),
                sites=tuple(await sites.of(connection, viewer.collaboration.id)),
            )

    async def subscribe(self, viewer: Viewer, *, label: str, now: datetime) -> str:
        """Make a private feed for one calendar program and return its token.

        The token is shown only now; we store its SHA-256 (256 random bits need no salt).
        """
        member = viewer.require_member()
        token = secrets.token_urlsafe(BYTES_OF_TOKEN)
        async with self._store.change(viewer.collaboration.id) as connection:
            if len(await subscriptions.of_member(connection, member.id)) >= MOST_FEEDS:
                message = _(
                    "You already have {most} calendar links. Revoke one with /calendar revoke "
                    "first.",
                    most=MOST_FEEDS,
                )
                raise Refusal(message)
            await subscriptions.insert(
                connection,
                member_id=member.id,
                label=text.line(label, most=40, what=_("The name of the calendar program")),
                token_digest=sha256(token.encode()).hexdigest(),
                now=now,
            )
        return token

    async def links(self, viewer: Viewer) -> list[Subscription]:
        """Return the viewer's active private feeds, oldest first."""
        member = viewer.require_member()
        async with self._store.read() as connection:
            return await subscriptions.of_member(connection, member.id)

    async def revoke(
        self, viewer: Viewer, subscription_id: int, *, now: datetime
    ) -> list[Subscription]:
        """Revoke one of the viewer's private feeds; return the others."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await subscriptions.of_member(connection, member.id)
            if subscription_id not in {subscription.id for subscription in present}:
                message = _("You have no such calendar link. Use /calendar links to see yours.")
                raise NotFound(message)
            await subscriptions.revoke(connection, subscription_id, now=now)
            return await subscriptions.of_member(connection, member.id)
