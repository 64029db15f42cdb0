"""The hours of a week at some sites, or at the sites of some people."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.finding.model.overlap import Overlap, overlap, week_of
from bot.meetings.model.named_people import people_named
from bot.people.model.home_zones import home_zone
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.servers.service.directory import sites_of
from bot.sites.model.sites import Site
from bot.storage.database import Store
from bot.times.zones import wall_time

# How many calendar years ahead or back a week can be.
FARTHEST = 2


class OverlapService:
    """What /overlap does."""

    def __init__(self, store: Store) -> None:
        """Read from this store."""
        self._store = store

    async def week(
        self,
        viewer: Viewer,
        *,
        slugs: Sequence[str] = (),
        discord_ids: Collection[int] = (),
        names: str = "",
        day: date | None = None,
        now: datetime,
    ) -> Overlap:
        """Return the hours of a day's week at some sites, or at those of some people.

        The default is all sites and the current week. `names` are of people, as typed; one that
        nobody or more than one person has is refused.
        """
        known = await sites_of(self._store, viewer.collaboration.id)
        zone = home_zone(viewer, known)
        today = wall_time(now, zone).date()
        chosen, people = _called(known, slugs), dict[int, int]()
        if discord_ids or names.strip(" ,;"):
            found = await self._people(viewer, discord_ids, names)
            chosen, people = _places(found, known)
        return overlap(
            chosen,
            week_of(_near(day or today, today)),
            zone=zone,
            place=next((site.city for site in known if site.zone == zone), zone),
            people=people,
        )

    async def _people(
        self, viewer: Viewer, discord_ids: Collection[int], names: str
    ) -> list[Member]:
        viewer.require_member()
        async with self._store.read() as connection:
            known = await members.of(connection, viewer.collaboration.id)
        found = [member for member in known if member.discord_id in discord_ids]
        if strangers := set(discord_ids) - {member.discord_id for member in found}:
            message = _(
                "I don't know {count} of the people you mentioned. Please ask them to use /me set.",
                count=len(strangers),
            )
            raise NotFound(message)
        named = [member for member in people_named(names, known) if member not in found]
        return [*found, *named]


def _near(day: date, today: date) -> date:
    if abs(day.year - today.year) > FARTHEST:
        message = _("That week is too far away. Please type a date within two years.")
        raise Refusal(message)
    return day


def _called(known: Sequence[Site], slugs: Sequence[str]) -> list[Site]:
    if not slugs:
        return list(known)
    by_slug = {site.slug: site for site in known}
    if missing := [slug for slug in slugs if slug not in by_slug]:
        message = _(
            "There is no site called “{site}” here. /site list shows all sites.",
            site=missing[0][:40],
        )
        raise NotFound(message)
    return [by_slug[slug] for slug in dict.fromkeys(slugs)]


def _places(found: Sequence[Member], known: Sequence[Site]) -> tuple[list[Site], dict[int, int]]:
    """Return people's sites and how many are at each; own zones count as places of their own."""
    homes = {site.id: site for site in known}
    if homeless := [member for member in found if member.site_id not in homes]:
        message = _(
            "{person} hasn't set a site yet. They can do that with /me set.",
            person=homeless[0].name,
        )
        raise Refusal(message)
    places = [_place(member, homes[member.site_id or 0]) for member in found]
    apart = {place: number for number, place in enumerate(dict.fromkeys(places), start=1)}
    numbered = {place: replace(place, id=number) for place, number in apart.items()}
    counts = Counter(numbered[place].id for place in places)
    ordered = sorted(numbered.values(), key=lambda site: (site.position, site.id))
    return ordered, dict(counts)


def _place(member: Member, home: Site) -> Site:
    """Return a member's site, in the member's own zone if they have set one."""
    if member.zone in {None, home.zone}:
        return home
    zone = member.zone or home.zone
    city = zone.rpartition("/")[2].replace("_", " ")
    return replace(home, zone=zone, city=city, holiday_region=None, own_closures=())
