"""Polls: candidate times, and what members say of each until the poll closes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.core.refusals import Refusal
from bot.people.model.members import Member
from bot.times.zones import occurrence_instant, wall_time

MOST_CANDIDATES = 10
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=60)
USUALLY_OPEN, EVENING = timedelta(days=3), time(18)
BEFORE_FIRST = timedelta(hours=1)
NUDGED_BEFORE = timedelta(days=1)


class Vote(StrEnum):
    """What a member says of a candidate time."""

    YES = "yes"
    IF_NEED_BE = "if need be"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A time at which a meeting may be."""

    id: int
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question for a time; `asked` are the ids of members who are nudged, `made_by` who asks.

    It closes at its deadline, or earlier at `closed_at`. `series_id` is the meeting that came of
    it, the only date of a series of its own.
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

    def is_open(self, now: datetime) -> bool:
        """Say whether it still takes votes."""
        return self.closed_at is None and now < self.deadline

    @property
    def ends(self) -> datetime:
        """The instant from which it takes no votes."""
        return min(self.deadline, self.closed_at or self.deadline)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many said what of a candidate."""

    candidate: Candidate
    yes: int = 0
    if_need_be: int = 0
    no: int = 0

    @property
    def can(self) -> int:
        """How many could come."""
        return self.yes + self.if_need_be


# What each member said of each candidate: (candidate, member) to vote.
Votes = Mapping[tuple[int, int], Vote]


def tallies(poll: Poll, votes: Votes) -> list[Tally]:
    """Return how many said what of each candidate, in order of time."""
    return [_tally(candidate, votes) for candidate in poll.candidates]


def _tally(candidate: Candidate, votes: Votes) -> Tally:
    said = [vote for (candidate_id, _), vote in votes.items() if candidate_id == candidate.id]
    return Tally(
        candidate=candidate,
        yes=said.count(Vote.YES),
        if_need_be=said.count(Vote.IF_NEED_BE),
        no=said.count(Vote.NO),
    )


def winner(counted: Iterable[Tally]) -> Tally | None:
    """Return the time at which most can come, gladly if there are several; None without votes.

    Of times that are alike, the first.
    """
    best = max(counted, key=lambda t: (t.can, t.yes, -t.candidate.start.timestamp()), default=None)
    return best if best is not None and best.can else None


def voters(votes: Votes) -> set[int]:
    """Return who has said anything."""
    return {member_id for _, member_id in votes}


def has_answered(poll: Poll, votes: Votes, member_id: int) -> bool:
    """Say whether a member has spoken of every candidate."""
    return all((candidate.id, member_id) in votes for candidate in poll.candidates)


def all_answered(poll: Poll, votes: Votes) -> bool:
    """Say whether everybody who was asked by name has answered."""
    return bool(poll.asked) and all(has_answered(poll, votes, one) for one in poll.asked)


def usual_deadline(starts: Sequence[datetime], *, zone: str, now: datetime) -> datetime:
    """Return until when a poll is open where nobody said: the evening of the third day in `zone`.

    It closes before the first time in any case.
    """
    third = wall_time(now, zone).date() + USUALLY_OPEN
    evening = occurrence_instant(datetime.combine(third, EVENING), zone)
    return min(evening, min(starts) - BEFORE_FIRST)


def require_candidates(starts: Sequence[datetime], *, now: datetime) -> list[datetime]:
    """Return the candidate times in order, each once; refuse too few, too many, or past ones."""
    ordered = sorted(set(starts))
    if not 2 <= len(ordered) <= MOST_CANDIDATES:  # noqa: PLR2004 - one time is no choice
        message = (
            f"A poll has 2 to {MOST_CANDIDATES} times, not {len(ordered)}: "
            "please type one time a line."
        )
        raise Refusal(message)
    if ordered[0] <= now:
        message = "One of these times is past already: please type times to come."
        raise Refusal(message)
    return ordered


def require_deadline(deadline: datetime, starts: Sequence[datetime], *, now: datetime) -> datetime:
    """Return until when a poll takes votes; refuse one that is too near, too far or too late."""
    if deadline - now < SHORTEST:
        message = "The poll would close at once: please type a later deadline, or later times."
        raise Refusal(message)
    if deadline - now > LONGEST:
        message = (
            f"A poll is open for {LONGEST.days} days at most: please type an earlier deadline."
        )
        raise Refusal(message)
    if deadline >= max(starts):
        message = "The deadline is after the last of the times: please type an earlier one."
        raise Refusal(message)
    return deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A poll as it was typed: `times` one a line, `people` by name or mention, or none.

    `member_ids` are people that another command has named already.
    """

    title: str
    times: str
    minutes: int = 60
    deadline: str = ""
    people: str = ""
    member_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A poll as it would be, not kept yet."""

    title: str
    minutes: int
    starts: tuple[datetime, ...]
    deadline: datetime
    asked: tuple[Member, ...]
