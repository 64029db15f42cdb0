"""Polls: candidate times, and each member's votes until the poll closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# How many times a poll may ask about.
FEWEST_CANDIDATES, MOST_CANDIDATES = 2, 10


class Vote(StrEnum):
    """A member's answer for one candidate time."""

    YES = "yes"
    IF_NEED_BE = "if need be"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A time at which the meeting could be."""

    id: int
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question for a time.

    `made_by` is its author's id, `asked` are the ids of members who get a reminder, `gone` those of
    them who have left, for whom nobody waits. It closes at its deadline, or earlier at `closed_at`.
    `series_id` is the meeting that it became.
    """

    id: int
    collaboration_id: int
    title: str
    minutes: int
    channel_id: int
    made_by: int
    asked: frozenset[int]
    deadline: datetime
    closed_at: datetime | None
    series_id: int | None
    candidates: tuple[Candidate, ...]
    gone: frozenset[int] = frozenset()

    @property
    def awaited(self) -> frozenset[int]:
        """The ids of members who were asked by name and are still there."""
        return self.asked - self.gone

    def is_open(self, now: datetime) -> bool:
        """Return whether members can still vote."""
        return self.closed_at is None and now < self.deadline

    @property
    def ends(self) -> datetime:
        """The instant at which voting ends."""
        return min(self.deadline, self.closed_at or self.deadline)


# Each member's vote for each candidate: (candidate, member) to vote.
Votes = Mapping[tuple[int, int], Vote]


def voters(votes: Votes) -> set[int]:
    """Return the members who have voted for any time."""
    return {member_id for _, member_id in votes}


def has_answered(poll: Poll, votes: Votes, member_id: int) -> bool:
    """Return whether a member has voted for every candidate."""
    return all((candidate.id, member_id) in votes for candidate in poll.candidates)


def all_answered(poll: Poll, votes: Votes) -> bool:
    """Return whether everyone who was asked by name, and is still there, has answered."""
    return bool(poll.awaited) and all(has_answered(poll, votes, one) for one in poll.awaited)
