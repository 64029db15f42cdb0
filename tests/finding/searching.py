"""People who search for a time, and what they find."""

from typing import Any

from bot.finding.model.request import TimeRequest
from bot.finding.model.results import Shortlist
from bot.people.model.viewers import Viewer
from bot.series.model.description import SeriesDescription
from bot.services import Services
from tests.worlds import MEMBERS, NOW, World


async def person(world: World, services: Services, name: str, site: str, **more: Any) -> Viewer:  # noqa: ANN401 - what is said differs in type
    """Return a member who has said where they are."""
    roles = more.pop("role_ids", (MEMBERS,))
    viewer = await world.viewer(name, role_ids=roles)
    await services.joining.describe_oneself(viewer, site_slug=site, **more)
    return await world.viewer(name, role_ids=roles)


async def find(services: Services, viewer: Viewer, **typed: Any) -> Shortlist:  # noqa: ANN401 - the same
    more = {name: typed.pop(name) for name in ("skip", "mornings_at") if name in typed}
    return await services.seeking.shortlist(viewer, TimeRequest(**typed), now=NOW, **more)


def asked(shortlist: Shortlist) -> set[int]:
    return {person.id for person in shortlist.search.people}


def starts(shortlist: Shortlist) -> list[str]:
    return [f"{ranked.start:%a %H:%M}" for ranked in shortlist.found]


async def seminar(services: Services, world: World) -> list[int]:
    """Make a weekly series, Thursdays 17:00 in Lausanne; return its meetings."""
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00", minutes=60)
    await services.planning.create(world.organizer, described, now=NOW)
    offered = await services.scheduling.offered(world.organizer, slug="seminar", now=NOW)
    return [meeting.id for _, meeting in offered]
