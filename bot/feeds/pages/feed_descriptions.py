"""The name and description of each feed, and which entries it holds."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.feeds.model.feeds import Feed, FeedKind
from bot.people.model.viewers import Standing, Viewer
from bot.programme.model.calendar_entries import FeedAudience
from bot.programme.model.event_content import shortened
from bot.programme.store import feed_entries
from bot.series import store as series
from bot.series.model.series import Series
from bot.servers.model.collaborations import Collaboration
from bot.sites.store import sites

MOST_OF_DESCRIPTION = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDescription:
    """A feed's name, description and addresses, and the scope of its entries.

    `ended` is the series that it is of, if that has ended.
    """

    name: str
    description: str
    url: str
    source: str | None
    scope: feed_entries.Scope
    ended: Series | None = None


class FeedDescriptions:
    """Describes feeds; `links` makes their addresses."""

    def __init__(self, links: Links) -> None:
        """Use these addresses."""
        self._links = links

    async def of(
        self, connection: AsyncConnection, feed: Feed, collaboration: Collaboration
    ) -> FeedDescription | None:
        """Return the description of a feed, None if there is no such feed."""
        if feed.kind is FeedKind.SERIES:
            return await self._of_series(connection, collaboration, feed.name)
        if feed.kind is FeedKind.SITE:
            return await self._of_site(connection, collaboration, feed.name)
        if feed.kind is FeedKind.MEMBERS:
            # Its own address would reveal the secret.
            whole = self.whole(collaboration, audience=FeedAudience.MEMBERS, source=None)
            return _of_member(whole, feed)
        source = self._links.feed_all(collaboration.slug)
        return self.whole(collaboration, audience=FeedAudience.PUBLIC, source=source)

    def whole(
        self, collaboration: Collaboration, *, audience: FeedAudience, source: str | None
    ) -> FeedDescription:
        """Return the description of a feed of all meetings of a collaboration."""
        description = (
            _("All meetings of {collaboration}, for the public.", collaboration=collaboration.name)
            if audience is FeedAudience.PUBLIC
            else _(
                "All meetings of {collaboration}, for members.", collaboration=collaboration.name
            )
        )
        return FeedDescription(
            name=collaboration.name,
            description=description,
            url=self._links.collaboration(collaboration.slug),
            source=source,
            scope=feed_entries.Scope(audience=audience, collaboration_id=collaboration.id),
        )

    async def _of_series(
        self, connection: AsyncConnection, collaboration: Collaboration, slug: str
    ) -> FeedDescription | None:
        found = await series.by_slug(connection, collaboration.id, slug)
        if found is None:
            return None
        scope = feed_entries.Scope(
            audience=FeedAudience.PUBLIC, collaboration_id=collaboration.id, series_id=found.id
        )
        if Viewer(collaboration=collaboration, standing=Standing.PUBLIC).sees(found):
            return FeedDescription(
                name=f"{collaboration.name}: {found.title}",
                description=shortened(found.description, MOST_OF_DESCRIPTION) or found.title,
                url=self._links.series(collaboration.slug, slug),
                source=self._links.feed_series(collaboration.slug, slug),
                scope=scope,
                ended=found if found.ended_at is not None else None,
            )
        # Those who subscribed while it was public learn that it no longer is; nobody else does.
        if not await feed_entries.exist(connection, scope):
            return None
        return FeedDescription(
            name=_("{collaboration}: no longer public", collaboration=collaboration.name),
            description=_("This series is for members now."),
            url=self._links.collaboration(collaboration.slug),
            source=None,
            scope=scope,
        )

    async def _of_site(
        self, connection: AsyncConnection, collaboration: Collaboration, slug: str
    ) -> FeedDescription | None:
        found = await sites.by_slug(connection, collaboration.id, slug)
        if found is None:
            return None
        return FeedDescription(
            name=f"{collaboration.name}: {found.name}",
            description=_(
                "Meetings that {site} hosts, or with a speaker from there.", site=found.name
            ),
            url=self._links.collaboration(collaboration.slug),
            source=self._links.feed_site(collaboration.slug, slug),
            scope=feed_entries.Scope(
                audience=FeedAudience.PUBLIC, collaboration_id=collaboration.id, site_id=found.id
            ),
        )


def _of_member(whole: FeedDescription, feed: Feed) -> FeedDescription:
    scope = replace(whole.scope, member_id=feed.member, mine=feed.mine)
    if not feed.mine:
        return replace(whole, scope=scope)
    name = _("{collaboration}: mine", collaboration=whole.name)
    told = _("Your own meetings: talks that you give, and meetings that you come to.")
    return replace(whole, name=name, description=told, scope=scope)
