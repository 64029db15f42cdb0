"""Polling: a question for a time is put, answered, closed, and made a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.drafts.service import claim
from bot.meetings.model.one_off_meetings import Convocation, Who, people_named
from bot.meetings.service.one_off_meetings import Convening
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, Kind, State, to_channel, to_member
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.polls import store as polls
from bot.polls.model import (
    NUDGED_BEFORE,
    Poll,
    Proposal,
    Question,
    Vote,
    Votes,
    all_answered,
    has_answered,
    require_candidates,
    require_deadline,
    tallies,
    usual_deadline,
    winner,
)
from bot.programme.service.agenda import home_zone
from bot.programme.service.delivery_planning import SOON
from bot.servers.service.directory import sites_of
from bot.sites.model.site_time_status import ClosurePolicy
from bot.sites.model.sites import Site
from bot.sites.model.working_hours import of_member
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.times.typed_time import AmbiguousTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zoned_time import zoned_time_at

RESULT_LASTS = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A poll with all that was said in it."""

    poll: Poll
    votes: Votes


class Polling:
    """What /meeting poll does, and the buttons of a poll."""

    def __init__(self, store: Store, convening: Convening) -> None:
        """Work on this store; the time that wins is made a meeting by `convening`."""
        self._store, self._convening = store, convening

    async def preview(self, viewer: Viewer, question: Question, *, now: datetime) -> Proposal:
        """Return the poll that would be put; refuse what `put` would."""
        viewer.require_member()
        known = await sites_of(self._store, viewer.collaboration.id)
        zone = home_zone(viewer, known)
        typed = [line.strip() for line in question.times.splitlines() if line.strip()]
        read = [_read(line, zone, known, now=now) for line in typed]
        starts = require_candidates(read, now=now)
        deadline = (
            _read(question.deadline, zone, known, now=now)
            if question.deadline.strip()
            else usual_deadline(starts, zone=zone, now=now)
        )
        async with self._store.read() as connection:
            here = await members.of(connection, viewer.collaboration.id)
        return Proposal(
            title=text.required_line(question.title, most=100, what="The title"),
            minutes=question.minutes,
            starts=tuple(starts),
            deadline=require_deadline(deadline, starts, now=now),
            asked=_asked(question, here),
        )

    async def put(
        self,
        viewer: Viewer,
        question: Question,
        *,
        channel_id: int,
        draft_id: int | None = None,
        now: datetime,
    ) -> Poll:
        """Put a poll into a channel; once, where it comes from a draft."""
        maker = viewer.require_member()
        proposal = await self.preview(viewer, question, now=now)
        async with self._store.write() as connection:
            await claim(connection, draft_id)
            poll_id = await polls.make(
                connection,
                collaboration_id=viewer.collaboration.id,
                title=proposal.title,
                minutes=proposal.minutes,
                channel_id=channel_id,
                made_by=maker.id,
                deadline=proposal.deadline,
                starts=proposal.starts,
                asked=[member.id for member in proposal.asked],
            )
            poll = await _poll(connection, viewer, poll_id)
            wanted = [_post(poll, now=now), _result(poll)]
            wanted += await self._nudges(viewer, proposal, poll, now=now)
            await deliveries.insert_many(connection, viewer.collaboration.id, wanted)
        return poll

    async def _nudges(
        self,
        viewer: Viewer,
        proposal: Proposal,
        poll: Poll,
        *,
        now: datetime,
    ) -> list[Due]:
        """Return who is nudged when: a day before the end, in their own working hours."""
        known = await sites_of(self._store, viewer.collaboration.id)
        anchor_id = viewer.collaboration.anchor_site_id
        anchor = next((site for site in known if site.id == anchor_id), None)
        wanted = []
        for member in proposal.asked:
            hours = of_member(member, known, anchor=anchor)
            due = hours.next_from(max(now, poll.deadline - NUDGED_BEFORE))
            if member.id != poll.made_by and now < due < poll.deadline:
                wanted.append(_nudge(poll, member.id, due=due))
        return wanted

    async def people(self, viewer: Viewer) -> dict[int, Member]:
        """Return the members of the collaboration, by id; members only."""
        viewer.require_member()
        async with self._store.read() as connection:
            known = await members.of(connection, viewer.collaboration.id)
        return {member.id: member for member in known}

    async def typed_times(self, viewer: Viewer, starts: Sequence[str]) -> str:
        """Return times in ISO format as they are typed into the form of a poll."""
        known = await sites_of(self._store, viewer.collaboration.id)
        zone = home_zone(viewer, known)
        return "\n".join(zoned_time_at(datetime.fromisoformat(one), zone).typed for one in starts)

    async def as_typed(self, viewer: Viewer, proposal: Proposal) -> dict[str, str]:
        """Return what means a proposal's times and its deadline whenever it is read."""
        starts = [start.isoformat() for start in proposal.starts]
        deadline = proposal.deadline.isoformat()
        return {
            "times": await self.typed_times(viewer, starts),
            "deadline": await self.typed_times(viewer, [deadline]),
        }

    async def ballot(self, viewer: Viewer, poll_id: int) -> Ballot:
        """Return a poll with what was said in it; members only."""
        viewer.require_member()
        async with self._store.read() as connection:
            poll = await _poll(connection, viewer, poll_id)
            return Ballot(poll=poll, votes=await polls.votes_of(connection, poll_id))

    async def vote(self, viewer: Viewer, candidate_id: int, said: Vote, *, now: datetime) -> Ballot:
        """Keep what the viewer says of a time, in place of what they said before."""
        member = viewer.require_member()
        async with self._store.write() as connection:
            found = await polls.of_candidate(connection, candidate_id)
            poll = _own(viewer, found)
            _require_open(poll, now=now)
            await polls.vote(
                connection, candidate_id=candidate_id, member_id=member.id, said=said, now=now
            )
            votes = await polls.votes_of(connection, poll.id)
            await _follow(connection, poll, votes, member.id, now=now)
        return Ballot(poll=poll, votes=votes)

    async def close(self, viewer: Viewer, poll_id: int, *, now: datetime) -> Ballot:
        """Close a poll before its deadline; for who put it, and organizers."""
        async with self._store.write() as connection:
            poll = await _poll(connection, viewer, poll_id)
            _require_own(viewer, poll)
            _require_open(poll, now=now)
            await _close(connection, poll, now=now)
            poll = await _poll(connection, viewer, poll_id)
            votes = await polls.votes_of(connection, poll_id)
        return Ballot(poll=poll, votes=votes)

    async def make_meeting(
        self,
        viewer: Viewer,
        poll_id: int,
        *,
        heed: ClosurePolicy = ClosurePolicy.ASK,
        now: datetime,
    ) -> Programme:
        """Make a meeting of the time that won, once; the poll takes no votes any more.

        Raises ClosedThere where some site is closed then and `heed` says to ask.
        """
        viewer.require_organizer()
        async with self._store.write() as connection:
            poll = await _poll(connection, viewer, poll_id)
            if poll.series_id is not None:
                message = "A meeting was made of this poll already: /meeting list shows it."
                raise Refusal(message)
            votes = await polls.votes_of(connection, poll_id)
            best = winner(tallies(poll, votes))
            if best is None:
                message = "Nobody has said yes to any of these times yet: there is no winner."
                raise Refusal(message)
            known = await sites_of(self._store, viewer.collaboration.id)
            when = zoned_time_at(best.candidate.start, home_zone(viewer, known)).typed
            convocation = _convocation(poll, when)
            done = await self._convening.call(connection, viewer, convocation, heed=heed, now=now)
            await polls.note_meeting(connection, poll_id, done.series.id)
            await _close(connection, poll, now=now)
        return done


def _convocation(poll: Poll, when: str) -> Convocation:
    return Convocation(
        title=poll.title,
        when=when,
        minutes=poll.minutes,
        who=Who.INVITED if poll.asked else Who.MEMBERS,
        invited=sorted(poll.asked),
    )


def _asked(question: Question, here: Sequence[Member]) -> tuple[Member, ...]:
    """Return who is asked by name: those typed, and those that another command has found."""
    found = [one for one in here if one.id in question.member_ids and one.left_at is None]
    both = (*people_named(question.people, here), *found)
    return tuple({member.id: member for member in both}.values())


def _read(line: str, zone: str, known: Sequence[Site], *, now: datetime) -> datetime:
    """Return the instant that a line means; refuse one that may mean several, with all of them."""
    try:
        return read_time(line, now=now, zone=zone, sites=known).moment.instant
    except AmbiguousTime as asked:
        meant = " or ".join(f"“{reading.moment.typed}”" for reading in asked.readings[:4])
        message = f"“{line[:60]}” may mean several times: please type {meant} instead."
        raise Refusal(message) from None
    except Refusal as refusal:
        message = f"“{line[:60]}”: {refusal}"
        raise Refusal(message) from None


async def _poll(connection: AsyncConnection, viewer: Viewer, poll_id: int) -> Poll:
    return _own(viewer, await polls.by_id(connection, poll_id))


def _own(viewer: Viewer, poll: Poll | None) -> Poll:
    if poll is None or poll.collaboration_id != viewer.collaboration.id:
        message = "There is no such poll here any more."
        raise NotFound(message)
    return poll


def _require_open(poll: Poll, *, now: datetime) -> None:
    if not poll.is_open(now):
        message = "This poll is closed: what was said stays as it was."
        raise Refusal(message)


def _require_own(viewer: Viewer, poll: Poll) -> None:
    if not viewer.is_organizer and viewer.require_member().id != poll.made_by:
        message = "Only who put this poll and organizers can close it: please ask one of them."
        raise NotAllowed(message)


def _about(poll: Poll) -> str:
    return f"poll:{poll.id}"


def _post(poll: Poll, *, now: datetime) -> Due:
    return Due(
        kind=Kind.POLL,
        what=_about(poll),
        target=to_channel(poll.channel_id),
        due=now,
        pointless_after=poll.deadline,
    )


def _result(poll: Poll) -> Due:
    return Due(
        kind=Kind.POLL_RESULT,
        what=_about(poll),
        target=to_member(poll.made_by),
        due=poll.deadline,
        pointless_after=poll.deadline + RESULT_LASTS,
    )


def _nudge(poll: Poll, member_id: int, *, due: datetime) -> Due:
    return Due(
        kind=Kind.POLL_NUDGE,
        what=_about(poll),
        target=to_member(member_id),
        due=due,
        pointless_after=poll.deadline,
    )


async def _follow(
    connection: AsyncConnection, poll: Poll, votes: Votes, member_id: int, *, now: datetime
) -> None:
    """Let what stands and what waits be what follows from a vote."""
    await deliveries.mark_stale(
        connection, poll.collaboration_id, [_about(poll)], kinds=[Kind.POLL], at=now + SOON
    )
    waiting = await _waiting(connection, poll)
    if has_answered(poll, votes, member_id):
        own = [
            one.id
            for one in waiting
            if one.kind == Kind.POLL_NUDGE and one.target == to_member(member_id)
        ]
        await deliveries.withdraw(connection, own)
    if all_answered(poll, votes):
        for one in waiting:
            if one.kind == Kind.POLL_RESULT and one.due > now:
                await deliveries.redate(connection, one.id, replace(one, due=now))


async def _close(connection: AsyncConnection, poll: Poll, *, now: datetime) -> None:
    await polls.close(connection, poll.id, now=now)
    await deliveries.mark_stale(
        connection, poll.collaboration_id, [_about(poll)], kinds=[Kind.POLL], at=now + SOON
    )
    await deliveries.withdraw(connection, [one.id for one in await _waiting(connection, poll)])


async def _waiting(connection: AsyncConnection, poll: Poll) -> list[Delivery]:
    found = await deliveries.about(
        connection,
        poll.collaboration_id,
        [_about(poll)],
        kinds=[Kind.POLL_NUDGE, Kind.POLL_RESULT],
    )
    return [one for one in found if one.state is State.WAITING]
