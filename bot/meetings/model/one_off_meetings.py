"""Convocations: what an organizer types of a meeting alone, read as the series that it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.people.model.members import Member
from bot.series.model.meeting_length import LONGEST_MEETING, MOST_SLOTS, SHORTEST_SLOT
from bot.series.model.series import Series, Venue, Visibility
from bot.sites.model.sites import Site
from bot.times.recurrence import Frequency, Rule
from bot.times.zoned_time import ZonedTime

MOST_INVITED = 200
MENTION = re.compile(r"<@!?([0-9]{5,20})>")


class Who(StrEnum):
    """Whom a meeting is for."""

    PUBLIC = "public"
    MEMBERS = "members"
    INVITED = "invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Convocation:
    """A meeting alone as it was typed.

    `host` is a site by its short name, `invited` are ids of members. `talks` is how many talks are
    given in it, 0 for none; `capacity` how many may come, 0 for any number.
    """

    title: str
    when: str
    minutes: int = 60
    kind: str = Venue.TELECONFERENCE
    host: str = ""
    room: str = ""
    join_link: str = ""
    agenda: str = ""
    who: str = Who.PUBLIC
    invited: Sequence[int] = ()
    talks: int = 0
    capacity: int = 0

    def venue(self) -> Venue:
        """Return how people meet; refuse what does not go together."""
        venue = Venue(self.kind)
        if venue.has_room and not self.host:
            message = f"A meeting {_in_words(venue)} has a host site: please pick one as host."
            raise Refusal(message)
        if not venue.has_room and (self.host or self.room):
            message = (
                "A teleconference has no host and no room: "
                "please pick “in person” or “hybrid” as its kind, or leave these out."
            )
            raise Refusal(message)
        if venue is Venue.IN_PERSON and self.join_link:
            message = (
                "A meeting in person has no join link: please pick “hybrid” as its kind, "
                "or leave the link out."
            )
            raise Refusal(message)
        return venue

    def site(self, sites: Sequence[Site]) -> Site | None:
        """Return the host; refuse one that is not in the collaboration."""
        if not self.host:
            return None
        for site in sites:
            if text.clean(self.host).casefold() in {
                site.slug,
                site.name.casefold(),
                site.city.casefold(),
            }:
                return site
        message = f"I know no site “{self.host[:60]}”: please pick the host from the list."
        raise Refusal(message)

    def series(
        self, to: ZonedTime, sites: Sequence[Site], *, slug: str, collaboration_id: int
    ) -> Series:
        """Return the series whose only date is this meeting, not saved yet."""
        venue, host = self.venue(), self.site(sites)
        _require_length(self.minutes, self.talks)
        return Series(
            id=0,
            collaboration_id=collaboration_id,
            slug=slug,
            title=text.required_line(self.title, most=100, what="The title"),
            description=text.paragraph(self.agenda, most=2000, what="The agenda"),
            rule=once(to.wall),
            zone=to.zone,
            first=to.wall.date(),
            minutes=self.minutes,
            slots=max(self.talks, 1),
            site_id=host.id if host else None,
            join_link=text.web_address(self.join_link, what="The join link"),
            room=text.line(self.room, most=100, what="The room") or None,
            channel_id=None,
            ended_at=None,
            single=True,
            takes_talks=self.talks > 0,
            venue=venue,
            capacity=self.capacity or None,
            **self._audience(),
        )

    def _audience(self) -> dict[str, Any]:
        who = Who(self.who)
        if who is not Who.INVITED:
            return {"visibility": Visibility(who.value), "invited": None}
        if not self.invited:
            message = (
                "Nobody is invited yet: please name the people, or pick “members” or “public”."
            )
            raise Refusal(message)
        return {"visibility": Visibility.MEMBERS, "invited": frozenset(self.invited)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What was typed to change a meeting alone, but for its time; None leaves a thing as it is.

    `capacity` empty takes any number; `invited` are ids of members who are invited too.
    """

    title: str | None = None
    room: str | None = None
    join_link: str | None = None
    agenda: str | None = None
    capacity: str | None = None
    invited: Sequence[int] = ()

    def columns(self, series: Series) -> dict[str, Any]:
        """Return what changes of the meeting's series, as columns."""
        said: dict[str, Any] = {}
        if self.title is not None:
            said["title"] = text.required_line(self.title, most=100, what="The title")
        if self.room is not None:
            said["room"] = text.line(self.room, most=100, what="The room") or None
        if self.join_link is not None:
            said["join_link"] = text.web_address(self.join_link, what="The join link")
        if self.agenda is not None:
            said["description"] = text.paragraph(self.agenda, most=2000, what="The agenda")
        if self.capacity is not None:
            said["capacity"] = _capacity(self.capacity)
        if self.invited:
            said["invited"] = _with_guests(series, self.invited)
        changed = {name: value for name, value in said.items() if value != getattr(series, name)}
        _require_fitting(replace(series, **changed))
        return changed


def once(wall: datetime) -> Rule:
    """Return the rule of what is held once."""
    day = (wall.weekday(),)
    return Rule(frequency=Frequency.WEEKLY, weekdays=day, wall=wall.time(), count=1)


def people_named(typed: str, known: Sequence[Member]) -> tuple[Member, ...]:
    """Return the members named in a text, by mention, whole name or a part that only one has."""
    here = [member for member in known if member.left_at is None]
    by_id = {str(member.discord_id): member for member in here}
    parts = [part.strip() for part in re.split(r"[,;\n]|(?<=>)\s+(?=<@)", typed) if part.strip()]
    found = [_named(part, here, by_id) for part in parts]
    if len(found) > MOST_INVITED:
        message = f"At most {MOST_INVITED} people can be invited by name: please pick “members”."
        raise Refusal(message)
    return tuple({member.id: member for member in found}.values())


def _named(part: str, here: Sequence[Member], by_id: Mapping[str, Member]) -> Member:
    if mention := MENTION.fullmatch(part):
        if member := by_id.get(mention[1]):
            return member
        message = (
            "Somebody you mentioned is no member that Meridian knows: "
            "please ask them to type /me show once."
        )
        raise Refusal(message)
    name = text.line(part, most=200, what="A name").casefold().removeprefix("@")
    whole = [m for m in here if name in {m.name.casefold(), m.display_name.casefold()}]
    similar = whole or [m for m in here if name and name in f"{m.name} {m.display_name}".casefold()]
    if len(similar) == 1:
        return similar[0]
    if similar:
        names = ", ".join(sorted(m.display_name for m in similar)[:5])
        message = f"“{part[:60]}” may be {names}: please type the whole name, or mention them."
        raise Refusal(message)
    message = (
        f"I know no member “{part[:60]}”: please type names with commas between them, or mention "
        "people with @. Who has never used Meridian here is not known yet."
    )
    raise Refusal(message)


def _capacity(typed: str) -> int | None:
    plain = text.clean(typed)
    if not plain or (plain.isascii() and plain.isdigit() and int(plain[:6]) == 0):
        return None
    if plain.isascii() and plain.isdigit() and len(plain) < 6:  # noqa: PLR2004 - digits
        return int(plain)
    message = f"“{plain[:20]}” is no number of places: please type one like 20, or nothing."
    raise Refusal(message)


def _with_guests(series: Series, invited: Sequence[int]) -> frozenset[int]:
    if series.invited is None:
        message = (
            "This meeting is for more people than those invited by name: "
            "they all see it, and nobody has to be added."
        )
        raise Refusal(message)
    return series.invited | frozenset(invited)


def _require_fitting(series: Series) -> None:
    if series.venue is Venue.TELECONFERENCE and series.room:
        message = "A teleconference has no room: please leave it out."
        raise Refusal(message)
    if series.venue is Venue.IN_PERSON and series.join_link:
        message = "A meeting in person has no join link: please leave it out."
        raise Refusal(message)


def _in_words(venue: Venue) -> str:
    return "in person" if venue is Venue.IN_PERSON else "that is hybrid"


def _require_length(minutes: int, talks: int) -> None:
    if not 0 <= talks <= MOST_SLOTS:
        message = f"A meeting has at most {MOST_SLOTS} talks, not {talks}: please type fewer."
        raise Refusal(message)
    shortest = max(talks, 1) * SHORTEST_SLOT
    if not shortest <= minutes <= LONGEST_MEETING:
        message = (
            f"This meeting lasts {shortest} to {LONGEST_MEETING} minutes, not {minutes}: "
            "please type another number."
        )
        raise Refusal(message)
