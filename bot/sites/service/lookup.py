"""A site by the name that somebody typed: its short name, its name or its city."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.naming import called
from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.sites.model.sites import Site
from bot.sites.store import sites


async def site_called(connection: AsyncConnection, collaboration_id: int, typed: str) -> Site:
    """Return the site with this name; refuse one that is not there, and a name of several."""
    if found := await sites.by_slug(connection, collaboration_id, typed):
        return found
    known = await sites.of(connection, collaboration_id)
    fitting = called(typed, known, lambda site: (site.slug, site.name, site.city))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        message = _(
            "“{typed}” can mean several sites: {sites}. Please type one of these.",
            typed=typed,
            sites=", ".join(site.name for site in fitting),
        )
        raise NotFound(message)
    message = _("There is no such site here. Use /site list to see them all.")
    raise NotFound(message)
