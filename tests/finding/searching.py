"""People who search for a time, and what they find."""

from typing import Any

from bot.core.parts import Parts
from bot.finding.model.request import TimeRequest
from bot.finding.model.results import Shortlist
from bot.finding.service.find_time import TimeFinder
from bot.meetings.service.changes import MeetingService
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from tests.worlds import MEMBERS, NOW, World


async def person(world: World, services: Parts, name: str, site: str, **more: Any) -> Viewer:  # noqa: ANN401 - what is said differs in type
    """Return a member who has said where they are."""
    roles = more.pop("role_ids", (MEMBERS,))
    viewer = await world.viewer(name, role_ids=roles)
    await services[MembershipService].describe_oneself(viewer, site_slug=site, **more)
    return await world.viewer(name, role_ids=roles)


async def find(services: Parts, viewer: Viewer, **typed: Any) -> Shortlist:  # noqa: ANN401 - the same
    more = {name: typed.pop(name) for name in ("skip", "mornings_at") if name in typed}
    return await services[TimeFinder].shortlist(viewer, TimeRequest(**typed), now=NOW, **more)


def asked(shortlist: Shortlist) -> set[int]:
    return {person.id for person in shortlist.search.people}


def starts(shortlist: Shortlist) -> list[str]:
    return [f"{ranked.start:%a %H:%M}" for ranked in shortlist.found]


async def seminar(services: Parts, world: World) -> list[int]:
    """Make a weekly series, Thursdays 17:00 in Lausanne; return its meetings."""
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00", minutes=60)
    await services[SeriesService].create(world.organizer, described, now=NOW)
    offered = await services[MeetingService].offered(world.organizer, slug="seminar", now=NOW)
    return [meeting.id for _, meeting in offered]
