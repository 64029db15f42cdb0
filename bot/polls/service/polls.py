"""What people do with polls: post one, vote, close it, make it a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.core.translation import _
from bot.drafts.service import claim
from bot.meetings.model.one_off_meetings import Audience, OneOffMeeting
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due
from bot.people.model.home_zones import home_zone
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.polls import store as polls
from bot.polls.model.polls import Poll, Vote, Votes
from bot.polls.model.questions import NUDGED_BEFORE, Proposal, Question
from bot.polls.model.tallies import Tally, tallies, winner
from bot.polls.service.deliveries import (
    nudge_due,
    poll_due,
    refresh_after_closing,
    refresh_after_vote,
    result_due,
)
from bot.polls.service.questions import proposal_of, typed_times
from bot.servers.service.directory import sites_of
from bot.sites.model.site_time_status import ClosurePolicy
from bot.sites.model.working_hours import of_member
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.times.zoned_time import zoned_time_at

if TYPE_CHECKING:
    from bot.meetings.service.one_off_meetings import OneOffMeetingService


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A poll with all of its votes."""

    poll: Poll
    votes: Votes


class PollService:
    """What /meeting poll and the buttons of a poll do."""

    def __init__(self, store: Store, convening: "OneOffMeetingService") -> None:
        """Work on this store; `convening` schedules the time that wins."""
        self._store, self._convening = store, convening

    async def preview(self, viewer: Viewer, question: Question, *, now: datetime) -> Proposal:
        """Return the poll that would be posted; refuse whatever `put` would."""
        viewer.require_member()
        known = await sites_of(self._store, viewer.collaboration.id)
        async with self._store.read() as connection:
            here = await members.of(connection, viewer.collaboration.id)
        return proposal_of(question, here, zone=home_zone(viewer, known), sites=known, now=now)

    async def put(
        self,
        viewer: Viewer,
        question: Question,
        *,
        channel_id: int,
        draft_id: int | None = None,
        now: datetime,
    ) -> Poll:
        """Post a poll in a channel; only once if it comes from a draft."""
        maker = viewer.require_member()
        proposal = await self.preview(viewer, question, now=now)
        async with self._store.change(viewer.collaboration.id) as connection:
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
            due = [poll_due(poll, now=now), result_due(poll)]
            due += await self._nudges(viewer, proposal, poll, now=now)
            await deliveries.insert_many(connection, viewer.collaboration.id, due)
        return poll

    async def _nudges(
        self, viewer: Viewer, proposal: Proposal, poll: Poll, *, now: datetime
    ) -> list[Due]:
        """Return the reminders: a day before the deadline, in each member's working hours."""
        known = await sites_of(self._store, viewer.collaboration.id)
        anchor_id = viewer.collaboration.anchor_site_id
        anchor = next((site for site in known if site.id == anchor_id), None)
        nudges = []
        for member in proposal.asked:
            hours = of_member(member, known, anchor=anchor)
            due = hours.next_from(max(now, poll.deadline - NUDGED_BEFORE))
            if member.id != poll.made_by and now < due < poll.deadline:
                nudges.append(nudge_due(poll, member.id, due=due))
        return nudges

    async def people(self, viewer: Viewer) -> dict[int, Member]:
        """Return the members of the collaboration, by id; members only."""
        viewer.require_member()
        async with self._store.read() as connection:
            known = await members.of(connection, viewer.collaboration.id)
        return {member.id: member for member in known}

    async def typed_times(self, viewer: Viewer, starts: Sequence[str]) -> str:
        """Return times in ISO format as they are typed into the form of a poll."""
        known = await sites_of(self._store, viewer.collaboration.id)
        return typed_times(list(map(datetime.fromisoformat, starts)), home_zone(viewer, known))

    async def as_typed(self, viewer: Viewer, proposal: Proposal) -> dict[str, str]:
        """Return a proposal's times and deadline in words that always mean the same."""
        known = await sites_of(self._store, viewer.collaboration.id)
        zone = home_zone(viewer, known)
        return {
            "times": typed_times(
                proposal.starts, zone, minutes=proposal.minutes if proposal.with_ends else None
            ),
            "deadline": typed_times([proposal.deadline], zone),
        }

    async def ballot(self, viewer: Viewer, poll_id: int) -> Ballot:
        """Return a poll with its votes; members only."""
        viewer.require_member()
        async with self._store.read() as connection:
            poll = await _poll(connection, viewer, poll_id)
            return Ballot(poll=poll, votes=await polls.votes_of(connection, poll_id))

    async def vote(self, viewer: Viewer, candidate_id: int, said: Vote, *, now: datetime) -> Ballot:
        """Save the viewer's vote for a time, in place of an earlier one."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            poll = _require_here(viewer, await polls.of_candidate(connection, candidate_id))
            _require_open(poll, now=now)
            await polls.vote(
                connection, candidate_id=candidate_id, member_id=member.id, said=said, now=now
            )
            votes = await polls.votes_of(connection, poll.id)
            await refresh_after_vote(connection, poll, votes, member.id, now=now)
        return Ballot(poll=poll, votes=votes)

    async def close(self, viewer: Viewer, poll_id: int, *, now: datetime) -> Ballot:
        """Close a poll before its deadline; for its author and organizers."""
        async with self._store.change(viewer.collaboration.id) as connection:
            poll = await _poll(connection, viewer, poll_id)
            _require_author(viewer, poll)
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
        """Schedule a meeting at the time that won, once, and close the poll.

        Raises TimeInClosure if a site is closed then and `heed` is to ask.
        """
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            poll = await _poll(connection, viewer, poll_id)
            best = _require_winner(poll, await polls.votes_of(connection, poll_id))
            known = await sites_of(self._store, viewer.collaboration.id)
            when = zoned_time_at(best.candidate.start, home_zone(viewer, known)).typed
            convocation = _convocation(poll, when)
            done = await self._convening.call(connection, viewer, convocation, heed=heed, now=now)
            await polls.note_meeting(connection, poll_id, done.meeting.series_id)
            await _close(connection, poll, now=now)
        return done


def _convocation(poll: Poll, when: str) -> OneOffMeeting:
    return OneOffMeeting(
        title=poll.title,
        when=when,
        minutes=poll.minutes,
        who=Audience.INVITED if poll.asked else Audience.MEMBERS,
        invited=sorted(poll.awaited),
    )


async def _poll(connection: AsyncConnection, viewer: Viewer, poll_id: int) -> Poll:
    return _require_here(viewer, await polls.by_id(connection, poll_id))


async def _close(connection: AsyncConnection, poll: Poll, *, now: datetime) -> None:
    await polls.close(connection, poll.id, now=now)
    await refresh_after_closing(connection, poll, now=now)


def _require_here(viewer: Viewer, poll: Poll | None) -> Poll:
    if poll is None or poll.collaboration_id != viewer.collaboration.id:
        raise NotFound(_("This poll no longer exists."))
    return poll


def _require_open(poll: Poll, *, now: datetime) -> None:
    if not poll.is_open(now):
        raise Refusal(_("This poll is closed. Votes can no longer be changed."))


def _require_author(viewer: Viewer, poll: Poll) -> None:
    if not viewer.is_organizer and viewer.require_member().id != poll.made_by:
        message = _("Only the author of this poll and organizers can close it. Please ask one.")
        raise NotAllowed(message)


def _require_winner(poll: Poll, votes: Votes) -> Tally:
    if poll.series_id is not None:
        raise Refusal(_("This poll has already become a meeting. Find it in /meeting list."))
    best = winner(tallies(poll, votes))
    if best is None:
        raise Refusal(_("Nobody can come at any of these times yet, so none has won."))
    return best
