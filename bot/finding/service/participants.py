"""The participants of a search for a time, and when they can come."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store import participation
from bot.busy import store as diaries
from bot.core.intervals import Interval
from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.finding.model.availability import Grid
from bot.finding.model.participants import Participant
from bot.finding.model.request import TimeRequest
from bot.meetings.model.named_people import people_named
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.series.service.lookup import series_called
from bot.sites.model.closures import Closure, Level, OwnClosure
from bot.sites.model.sites import Site
from bot.sites.model.working_hours import of_member
from bot.sites.service.lookup import site_called
from bot.sites.store import closures

YEAR = timedelta(days=365)
AT_ONCE = 250  # people whose appointments one statement reads
TURN = 10  # people, after whom other tasks get a turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked, who of them must come, all members, and notes that explain it."""

    people: Sequence[Member]
    members: Sequence[Member]
    required: frozenset[int]
    notes: tuple[str, ...]


async def asked_by(
    connection: AsyncConnection, viewer: Viewer, request: TimeRequest, *, now: datetime
) -> Asked:
    """Return whom a request asks; refuse it if that is nobody or unclear."""
    every = await members.of(connection, viewer.collaboration.id)
    known = [member for member in every if member.left_at is None]
    notes: list[str] = []
    asked = {member.id for member in known} if request.is_for_all else set()
    if request.is_for_all:
        notes.append(
            _(
                "I'll include the {count} member I know in this server.",
                plural="I'll include all {count} members I know in this server.",
                count=len(known),
            )
        )
    if request.role_id is not None:
        asked |= _with_role(request.role_id, viewer, known, notes)
    if request.site:
        asked |= await _of_site(connection, viewer, request.site, known)
    if request.series:
        asked |= await _usual(connection, viewer, request.series, notes, now=now)
    asked |= {member.id for member in people_named(request.people, known)}
    if request.requires_all:
        required = frozenset(asked)
    else:
        required = frozenset(member.id for member in people_named(request.required, known))
    people = [member for member in known if member.id in asked | required]
    if not people:
        message = _("None of these people are in this server any more. Please name others.")
        raise NotFound(message)
    return Asked(people=people, members=every, required=required, notes=tuple(notes))


def _with_role(role_id: int, viewer: Viewer, known: Sequence[Member], notes: list[str]) -> set[int]:
    """Return who has a role, as far as Meridian knows: it learns roles from interactions."""
    everybody = role_id == viewer.collaboration.guild_id
    found = [member for member in known if everybody or role_id in member.role_ids]
    if not found:
        message = _(
            "I don't know anyone with that role yet, because I only see people's roles when they "
            "use a command. Please ask them to use /me show once, or name people."
        )
        raise NotFound(message)
    notes.append(
        _(
            "I know {count} person with that role. People who never used my commands are missing.",
            plural="I know {count} people with that role. "
            "People who never used my commands are missing.",
            count=len(found),
        )
    )
    return {member.id for member in found}


async def _of_site(
    connection: AsyncConnection, viewer: Viewer, slug: str, known: Sequence[Member]
) -> set[int]:
    site = await site_called(connection, viewer.collaboration.id, slug)
    found = {member.id for member in known if member.site_id == site.id}
    if not found:
        message = _(
            "I don't know anyone at {site} yet. "
            "Please ask people there to set their site with /me set, or name people.",
            site=site.name,
        )
        raise NotFound(message)
    return found


async def _usual(
    connection: AsyncConnection, viewer: Viewer, slug: str, notes: list[str], *, now: datetime
) -> set[int]:
    series = await series_called(connection, viewer, slug)
    found = set(await participation.usual_people(connection, series.id, since=now - YEAR))
    if not found:
        message = _(
            "Nobody has come to “{series}” yet. Please name a role, a site or people.",
            series=series.title,
        )
        raise NotFound(message)
    notes.append(
        _(
            "I'll include everyone who came to {series} or spoke there in the last year.",
            series=series.title,
        )
    )
    return found


async def people_of(
    connection: AsyncConnection,
    viewer: Viewer,
    asked: Asked,
    known: Sequence[Site],
    span: Interval,
) -> list[Participant]:
    """Return the participants with their availability within a span of days."""
    grid = Grid.between(span.start, span.end)
    anchor = next((s for s in known if s.id == viewer.collaboration.anchor_site_id), None)
    found: list[Participant] = []
    for first in range(0, len(asked.people), AT_ONCE):
        batch = asked.people[first : first + AT_ONCE]
        ids = [member.id for member in batch]
        meetings = await participation.of_members(connection, ids, span)
        calendars = await diaries.busy_of(connection, ids, span)
        stated = await closures.of_members(connection, ids)
        for number, member in enumerate(batch):
            if number % TURN == 0:
                await asyncio.sleep(0)
            away = grid.touched([*meetings.get(member.id, ()), *calendars.get(member.id, ())])
            found.append(
                _person(
                    member,
                    known,
                    anchor=anchor,
                    away=away,
                    stated=stated.get(member.id, ()),
                    required=member.id in asked.required,
                )
            )
    return found


def _person(
    member: Member,
    known: Sequence[Site],
    *,
    anchor: Site | None,
    away: int,
    stated: Sequence[OwnClosure],
    required: bool,
) -> Participant:
    hours = of_member(member, known, anchor=anchor)
    own = [closure.at(hours.zone) for closure in stated]
    return Participant(
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
    """Return the intervals of the closures of one level."""
    return tuple(Interval(c.start, c.end) for c in found if c.level is level and c.start < c.end)
