"""Convening: meetings alone are called, each the only date of a series of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.service.seats import fill
from bot.core.refusals import Refusal
from bot.core.text import slug_from
from bot.drafts.service import claim
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.model.one_off_meetings import Amendment, Convocation, Who, people_named
from bot.meetings.service.changes import programme_called
from bot.meetings.store import meetings
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_meeting, to_member
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.programme.model.change_previews import Calling
from bot.programme.model.meeting_changes import columns_of, require_coming
from bot.programme.model.reminders import Ladder
from bot.programme.service.agenda import home_zone
from bot.programme.service.publication import Publisher
from bot.programme.store import reminders as ladders
from bot.series import store as series
from bot.series.model.occurrences import Occurrence
from bot.series.model.series import Series
from bot.series.service.preview import free_slug
from bot.series.service.rearrangement import shown_to
from bot.series.service.series import insert_series
from bot.sites.model.site_time_status import ClosurePolicy, require_open
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.times.typed_time import TypedTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zoned_time import ZonedTime

# Who is to come wants to know at once, not a week ahead like of a meeting that comes every week.
ANNOUNCED_AHEAD = 28
MOST_OF_TITLE = 29  # characters of it in an address that also holds the date


class Convening:
    """What /meeting schedule and /meeting edit do."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what is called shows in calendars."""
        self._store, self._publisher = store, publisher

    async def people(self, viewer: Viewer, typed: str) -> tuple[Member, ...]:
        """Return the members that an organizer named; refuse where it is not clear who is meant."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            known = await members.of(connection, viewer.collaboration.id)
        return people_named(typed, known)

    async def preview(self, viewer: Viewer, convocation: Convocation, *, now: datetime) -> Calling:
        """Return the meeting that would be called; refuse what `schedule` would."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await _calling(connection, viewer, convocation, now=now)

    async def schedule(
        self,
        viewer: Viewer,
        convocation: Convocation,
        *,
        draft_id: int | None = None,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> Programme:
        """Call a meeting, and tell those invited; once, where it comes from a draft.

        A time in a hard closure is ClosedThere where `heed` says to ask; nothing is called then.
        """
        async with self._store.write() as connection:
            await claim(connection, draft_id)
            return await self.call(connection, viewer, convocation, heed=heed, now=now)

    async def call(
        self,
        connection: AsyncConnection,
        viewer: Viewer,
        convocation: Convocation,
        *,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> Programme:
        """Do what `schedule` does, in the caller's change."""
        viewer.require_organizer()
        calling = await _calling(connection, viewer, convocation, now=now)
        if heed is ClosurePolicy.ASK:
            known = await sites.of(connection, viewer.collaboration.id)
            length = timedelta(minutes=calling.series.minutes)
            require_open(known, [calling.to.instant], length=length)
        made = await insert_series(connection, calling.series)
        await ladders.keep(connection, made.id, Ladder(meeting_days=ANNOUNCED_AHEAD))
        meeting_id = await _make(connection, made, calling.to)
        await self._publisher.publish(connection, [meeting_id], now=now, by=viewer)
        programme = await programme_called(connection, viewer, meeting_id)
        invited = [member.id for member in calling.invited]
        await _invite(connection, viewer, programme, invited, now=now)
        return shown_to(viewer, programme)

    async def alone(self, viewer: Viewer, meeting_id: int, *, now: datetime) -> Programme:
        """Return a meeting alone that an organizer is about to change."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await _alone(connection, viewer, meeting_id, now=now)

    async def amend(
        self,
        viewer: Viewer,
        meeting_id: int,
        amendment: Amendment,
        *,
        draft_id: int | None = None,
        now: datetime,
    ) -> Programme:
        """Change what a meeting alone is, but for its time; who is invited anew is told."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            await claim(connection, draft_id)
            programme = await _alone(connection, viewer, meeting_id, now=now)
            was = programme.series
            changes = amendment.columns(was)
            await series.update(connection, was.id, **changes)
            programme = await programme_called(connection, viewer, meeting_id)
            if "capacity" in changes:
                await fill(connection, [programme], now=now)
            await self._publisher.publish(connection, [meeting_id], now=now, by=viewer)
            fresh = (changes.get("invited") or frozenset()) - (was.invited or frozenset())
            await _invite(connection, viewer, programme, sorted(fresh), now=now)
        return shown_to(viewer, programme)


async def _alone(
    connection: AsyncConnection, viewer: Viewer, meeting_id: int, *, now: datetime
) -> Programme:
    programme = await programme_called(connection, viewer, meeting_id)
    if not programme.series.single:
        message = f"This meeting is one of “{programme.series.title}”: /series edit changes that."
        raise Refusal(message)
    require_coming(programme.meeting, now=now)
    return programme


async def _calling(
    connection: AsyncConnection, viewer: Viewer, convocation: Convocation, *, now: datetime
) -> Calling:
    known = await sites.of(connection, viewer.collaboration.id)
    convocation.venue()
    read = _read(viewer, convocation, known, now=now)
    to = read.moment
    invited = await _invited(connection, viewer, convocation)
    named = replace(convocation, invited=[member.id for member in invited])
    made = named.series(to, known, slug="", collaboration_id=viewer.collaboration.id)
    present = await series.of(connection, viewer.collaboration.id)
    await _require_new(connection, made, to, present)
    title = slug_from(made.title)[:MOST_OF_TITLE].strip("-")
    slug = free_slug(f"{title} {to.wall:%Y-%m-%d}", present)
    called = replace(made, slug=slug)
    return Calling(series=called, to=to, invited=invited, others=read.others)


def _read(
    viewer: Viewer, convocation: Convocation, known: Sequence[Site], *, now: datetime
) -> TypedTime:
    """Return the time typed in the host's time, or else in that of whoever types it."""
    host = convocation.site(known)
    zone = host.zone if host else home_zone(viewer, known)
    return read_time(convocation.when, now=now, zone=zone, sites=known)


async def _invited(
    connection: AsyncConnection, viewer: Viewer, convocation: Convocation
) -> tuple[Member, ...]:
    """Return who is invited by name, and with them who invites."""
    if Who(convocation.who) is not Who.INVITED:
        return ()
    found = [await members.by_id(connection, member_id) for member_id in convocation.invited]
    here = viewer.collaboration.id
    named = [one for one in found if one is not None and one.collaboration_id == here]
    own = [viewer.member] if viewer.member and named else []
    return tuple({member.id: member for member in (*own, *named)}.values())


async def _require_new(
    connection: AsyncConnection, made: Series, to: ZonedTime, present: Sequence[Series]
) -> None:
    """Refuse what two organizers would call at once: one title at one time."""
    same = [one for one in present if one.title.casefold() == made.title.casefold()]
    for one in same:
        held = await meetings.of_series(connection, one.id, since=None)
        if any(meeting.takes_place and meeting.start == to.instant for meeting in held):
            message = f"“{made.title}” is scheduled at that time already: /meeting show has it."
            raise Refusal(message)


async def _make(connection: AsyncConnection, made: Series, to: ZonedTime) -> int:
    place = Occurrence(place=to.wall.date(), wall=to.wall, zone=to.zone)
    row = {
        **columns_of(made, place),
        "start": to.instant,  # of an hour that comes twice it may be the second
        "collaboration_id": made.collaboration_id,
        "series_id": made.id,
        "status": MeetingStatus.SCHEDULED,
    }
    (meeting_id,) = await meetings.insert_with_slots(connection, [row], slots_each=made.slots)
    return meeting_id


async def _invite(
    connection: AsyncConnection,
    viewer: Viewer,
    programme: Programme,
    member_ids: Sequence[int],
    *,
    now: datetime,
) -> None:
    """Have those invited told, but for who invites them."""
    own = viewer.member.id if viewer.member else None
    wanted = [
        Due(
            kind=Kind.INVITATION,
            what=about_meeting(programme.meeting.id),
            target=to_member(member_id),
            due=now,
            pointless_after=programme.meeting.start,
        )
        for member_id in member_ids
        if member_id != own
    ]
    await deliveries.insert_many(connection, viewer.collaboration.id, wanted)
