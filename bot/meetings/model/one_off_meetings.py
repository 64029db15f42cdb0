"""A one-off meeting as an organizer types it, and the series that it is stored as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.series.model.meeting_length import MOST_SLOTS, require_length
from bot.series.model.series import Series, Venue, Visibility
from bot.sites.model.sites import Site
from bot.times.recurrence import Frequency, Rule
from bot.times.zoned_time import ZonedTime

USUAL_MINUTES = 60


class Audience(StrEnum):
    """Whom a meeting is for."""

    PUBLIC = "public"
    MEMBERS = "members"
    INVITED = "invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOffMeeting:
    """A one-off meeting as it was typed.

    `minutes` is its length, 0 where only `when` may say it.
    `host` is a site by its short name, name or city. `invited` are ids of members. `talks` is the
    number of talks, 0 for none. `capacity` is how many may come, 0 for any number.
    """

    title: str
    when: str
    minutes: int = 0
    kind: str = Venue.TELECONFERENCE
    host: str = ""
    room: str = ""
    join_link: str = ""
    agenda: str = ""
    who: str = Audience.PUBLIC
    invited: Sequence[int] = ()
    talks: int = 0
    capacity: int = 0

    def venue(self) -> Venue:
        """Return how people meet; refuse a host, room or link that does not fit."""
        venue = Venue(self.kind)
        if venue.has_room and not self.host:
            raise Refusal(_host_missing(venue))
        if not venue.has_room and (self.host or self.room):
            message = _(
                "A teleconference has no host and no room. "
                "Please leave them out, or pick “in person” or “hybrid” as the kind."
            )
            raise Refusal(message)
        if venue is Venue.IN_PERSON and self.join_link:
            message = _(
                "An in-person meeting has no join link. "
                "Please leave the link out, or pick “hybrid” as the kind."
            )
            raise Refusal(message)
        return venue

    def site(self, sites: Sequence[Site]) -> Site | None:
        """Return the host site; refuse one that the collaboration does not have."""
        if not self.host:
            return None
        typed = text.clean(self.host).casefold()
        for site in sites:
            if typed in {site.slug, site.name.casefold(), site.city.casefold()}:
                return site
        message = _(
            "I don't know a site “{typed}”. Please pick the host from the list.",
            typed=self.host[:60],
        )
        raise Refusal(message)

    def series(
        self, to: ZonedTime, sites: Sequence[Site], *, slug: str, collaboration_id: int
    ) -> Series:
        """Return the unsaved series whose only date is this meeting."""
        venue, host = self.venue(), self.site(sites)
        self._require_length()
        return Series(
            id=0,
            collaboration_id=collaboration_id,
            slug=slug,
            title=text.required_line(self.title, most=100, what=_("The title")),
            description=text.paragraph(self.agenda, most=2000, what=_("The agenda")),
            rule=once(to.wall),
            zone=to.zone,
            first=to.wall.date(),
            minutes=self.minutes or USUAL_MINUTES,
            slots=max(self.talks, 1),
            site_id=host.id if host else None,
            join_link=text.web_address(self.join_link, what=_("The join link")),
            room=text.line(self.room, most=100, what=_("The room")) or None,
            channel_id=None,
            ended_at=None,
            single=True,
            takes_talks=self.talks > 0,
            venue=venue,
            capacity=self.capacity or None,
            **self._audience(),
        )

    def _require_length(self) -> None:
        if self.talks > MOST_SLOTS:
            message = _(
                "A meeting can have at most {most} talks, not {talks}.",
                most=MOST_SLOTS,
                talks=self.talks,
            )
            raise Refusal(message)
        require_length(self.minutes or USUAL_MINUTES, max(self.talks, 1))

    def _audience(self) -> dict[str, Any]:
        who = Audience(self.who)
        if who is not Audience.INVITED:
            return {"visibility": Visibility(who.value), "invited": None}
        if not self.invited:
            message = _(
                "Nobody is invited yet. Please name the people, or pick “members” or “public”."
            )
            raise Refusal(message)
        return {"visibility": Visibility.MEMBERS, "invited": frozenset(self.invited)}


def once(wall: datetime) -> Rule:
    """Return the rule of a single date."""
    day = (wall.weekday(),)
    return Rule(frequency=Frequency.WEEKLY, weekdays=day, wall=wall.time(), count=1)


def _host_missing(venue: Venue) -> str:
    if venue is Venue.HYBRID:
        return _("A hybrid meeting needs a host site. Please pick one as host.")
    return _("An in-person meeting needs a host site. Please pick one as host.")
