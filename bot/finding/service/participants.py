"""Asking: who is asked for a time, and what is known of when they can come."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store import participation
from bot.busy import store as diaries
from bot.core.intervals import Interval
from bot.core.refusals import NotFound
from bot.finding.model.availability import Grid
from bot.finding.model.participants import Person
from bot.finding.model.request import Enquiry
from bot.meetings.model.one_off_meetings import people_named
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.service import require_site
from bot.people.store import members
from bot.series.service.lookup import series_called
from bot.sites.model.closures import Closure, Level, OwnClosure
from bot.sites.model.sites import Site
from bot.sites.model.working_hours import of_member
from bot.sites.store import closures, sites

YEAR = timedelta(days=365)
AT_ONCE = 10  # people whose appointments are read before others have their turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked, of whom must come, and what there is to know of it."""

    people: Sequence[Member]
    required: frozenset[int]
    notes: tuple[str, ...]


async def asked_by(
    connection: AsyncConnection, viewer: Viewer, enquiry: Enquiry, *, now: datetime
) -> Asked:
    """Return whom an enquiry asks; refuse where that is nobody, or not clear."""
    every = await members.of(connection, viewer.collaboration.id)
    known = [member for member in every if member.left_at is None]
    notes: list[str] = []
    asked = {member.id for member in known} if enquiry.is_for_all else set()
    if enquiry.is_for_all:
        notes.append(f"Everybody I know here is asked: {_count(known)}.")
    if enquiry.role_id is not None:
        asked |= _with_role(enquiry.role_id, viewer, known, notes)
    if enquiry.site:
        asked |= await _of_site(connection, viewer, enquiry.site, known)
    if enquiry.series:
        asked |= await _usual(connection, viewer, enquiry.series, notes, now=now)
    asked |= {member.id for member in people_named(enquiry.people, known)}
    if enquiry.requires_all:
        required = frozenset(asked)
    else:
        required = frozenset(member.id for member in people_named(enquiry.required, known))
    people = [member for member in known if member.id in asked | required]
    if not people:
        message = "None of these people is here any more: please name others."
        raise NotFound(message)
    return Asked(people=people, required=required, notes=tuple(notes))


def _with_role(role_id: int, viewer: Viewer, known: Sequence[Member], notes: list[str]) -> set[int]:
    """Return who has a role, as far as Meridian knows: Discord tells it with what each one does."""
    everybody = role_id == viewer.collaboration.guild_id
    found = [member for member in known if everybody or role_id in member.role_ids]
    if not found:
        message = (
            "I know nobody with that role yet, since I learn who has it when they use a command: "
            "please ask them to type /me show once, or name people."
        )
        raise NotFound(message)
    notes.append(
        f"I know {_count(found)} with that role; "
        "who has never used a command of mine is not among them."
    )
    return {member.id for member in found}


async def _of_site(
    connection: AsyncConnection, viewer: Viewer, slug: str, known: Sequence[Member]
) -> set[int]:
    site = require_site(await sites.by_slug(connection, viewer.collaboration.id, slug))
    found = {member.id for member in known if member.site_id == site.id}
    if not found:
        message = (
            f"I know nobody of {site.name} yet: people say where they are with /me set. "
            "Please ask them to, or name people."
        )
        raise NotFound(message)
    return found


async def _usual(
    connection: AsyncConnection, viewer: Viewer, slug: str, notes: list[str], *, now: datetime
) -> set[int]:
    series = await series_called(connection, viewer, slug)
    found = set(await participation.usual_people(connection, series.id, since=now - YEAR))
    if not found:
        message = (
            f"Nobody has said yet that they come to “{series.title}”: "
            "please name a role, a site or people."
        )
        raise NotFound(message)
    notes.append(f"Who came to {series.title} or spoke in it within a year is asked.")
    return found


async def people_of(
    connection: AsyncConnection,
    viewer: Viewer,
    asked: Asked,
    known: Sequence[Site],
    span: Interval,
) -> list[Person]:
    """Return what is known of those asked, within a span of days, as quarters of its grid."""
    grid = Grid.between(span.start, span.end)
    anchor = next((s for s in known if s.id == viewer.collaboration.anchor_site_id), None)
    found: list[Person] = []
    for first in range(0, len(asked.people), AT_ONCE):
        batch = asked.people[first : first + AT_ONCE]
        ids = [member.id for member in batch]
        meetings = await participation.of_members(connection, ids, span)
        calendars = await diaries.busy_of(connection, ids, span)
        stated = await closures.of_members(connection, ids)
        found += [
            _person(
                member,
                known,
                anchor=anchor,
                away=grid.touched([*meetings.get(member.id, ()), *calendars.get(member.id, ())]),
                stated=stated.get(member.id, ()),
                required=member.id in asked.required,
            )
            for member in batch
        ]
        await asyncio.sleep(0)
    return found


def _person(
    member: Member,
    known: Sequence[Site],
    *,
    anchor: Site | None,
    away: int,
    stated: Sequence[OwnClosure],
    required: bool,
) -> Person:
    hours = of_member(member, known, anchor=anchor)
    own = [closure.at(hours.zone) for closure in stated]
    return Person(
        id=member.id,
        site_id=member.site_id,
        zone=hours.zone,
        days=hours.days,
        hours=(member.opens, member.closes) if member.opens and member.closes else None,
        busy=intervals_of(own, Level.HARD),
        away=away,
        rather_not=intervals_of(own, Level.SOFT),
        required=required,
    )


def intervals_of(found: Sequence[Closure], level: Level) -> tuple[Interval, ...]:
    """Return when closures of one level are."""
    return tuple(Interval(c.start, c.end) for c in found if c.level is level and c.start < c.end)


def _count(people: Collection[Member]) -> str:
    return "1 person" if len(people) == 1 else f"{len(people)} people"
