"""Members answer whether they come to a meeting, and see who else does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer, Counts
from bot.attendance.service.seats import seat
from bot.attendance.store import answers, seats
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.programme.model.outlines import Outline
from bot.programme.service.publication import Publisher
from bot.series.service.rearrangement import shown_to
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """The answers to a meeting, each with its members in the order in which they answered."""

    programme: Programme
    said: Mapping[Answer, tuple[Member, ...]]

    @property
    def counts(self) -> Counts:
        """How many members gave each answer."""
        return Counts(**{answer.value: len(people) for answer, people in self.said.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A saved answer; `place` is the member's place in line where they wait for a seat."""

    answer: Answer
    counts: Counts
    capacity: int | None
    place: int | None


class AnswerService:
    """What the buttons under an announcement do: answers, attendance, the join link."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Take the store, and the publisher that updates reminders after an answer."""
        self._store, self._publisher = store, publisher

    async def answer(
        self, viewer: Viewer, meeting_id: int, answer: Answer, *, now: datetime
    ) -> Answered:
        """Save the viewer's answer in place of an earlier one, and give or free their seat."""
        member = viewer.require_member()
        if answer is Answer.WAITING:
            answer = Answer.GOING
        async with self._store.change(viewer.collaboration.id) as connection:
            programme = await _meeting(connection, viewer, meeting_id)
            _require_open(programme, now=now)
            await answers.give(
                connection, meeting_id=meeting_id, member_id=member.id, answer=answer, now=now
            )
            await seat(connection, programme, member.id, answer, now=now)
            # An answer changes nothing that people know of the meeting.
            known = {meeting_id: Outline.of(programme)}
            await self._publisher.planner.follow(connection, [programme], now=now, known=known)
            said = (await answers.of_meetings(connection, [meeting_id]))[meeting_id]
            place = None
            if said[member.id] is Answer.WAITING:
                place = await seats.place_in_line(
                    connection, meeting_id=meeting_id, member_id=member.id
                )
        return Answered(
            answer=said[member.id],
            counts=Counts.of(said.values()),
            capacity=programme.terms.capacity,
            place=place,
        )

    async def attendance(self, viewer: Viewer, meeting_id: int) -> Attendance:
        """Return who comes to a meeting, for members only."""
        viewer.require_member()
        async with self._store.read() as connection:
            programme = await _meeting(connection, viewer, meeting_id)
            said = (await answers.of_meetings(connection, [meeting_id]))[meeting_id]
            people = await members.by_ids(connection, list(said))
        found = {member.id: member for member in people}
        return Attendance(
            programme=shown_to(viewer, programme),
            said={
                answer: tuple(found[i] for i, given in said.items() if given is answer)
                for answer in Answer
            },
        )

    async def meeting(self, viewer: Viewer, meeting_id: int) -> Programme:
        """Return a meeting as the viewer may see it."""
        async with self._store.read() as connection:
            return shown_to(viewer, await _meeting(connection, viewer, meeting_id))

    async def join_link(self, viewer: Viewer, meeting_id: int) -> str:
        """Return the join link of a meeting, for members only."""
        viewer.require_member()
        programme = await self.meeting(viewer, meeting_id)
        if not programme.meeting.takes_place:
            message = _("This meeting is cancelled, so there is nothing to join.")
            raise Refusal(message)
        if programme.terms.join_link is None:
            message = _("This meeting has no join link. Please ask an organizer for one.")
            raise NotFound(message)
        return programme.terms.join_link


def _require_open(programme: Programme, *, now: datetime) -> None:
    if not programme.meeting.takes_place:
        message = _("This meeting is cancelled, so you don't need to answer.")
        raise Refusal(message)
    if programme.meeting.end <= now:
        message = _("This meeting is over, so you can't change your answer.")
        raise Refusal(message)


async def _meeting(connection: AsyncConnection, viewer: Viewer, meeting_id: int) -> Programme:
    found = stored_bookings.programmes_of(
        await stored_bookings.where(connection, conditions.in_meetings([meeting_id]))
    )
    for programme in found:
        own = programme.meeting.collaboration_id == viewer.collaboration.id
        if own and viewer.sees(programme.terms):
            return programme
    message = _("This meeting no longer exists. See /meeting list for the others.")
    raise NotFound(message)
