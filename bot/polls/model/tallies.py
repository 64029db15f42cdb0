"""Counts the votes of a poll, and finds the time that wins."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.polls.model.polls import Candidate, Poll, Vote, Votes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The votes for one candidate, counted."""

    candidate: Candidate
    yes: int = 0
    if_need_be: int = 0
    no: int = 0

    @property
    def can(self) -> int:
        """How many could come."""
        return self.yes + self.if_need_be


def tallies(poll: Poll, votes: Votes) -> list[Tally]:
    """Return the counted votes for each candidate, in order of time."""
    return [_tally(candidate, votes) for candidate in poll.candidates]


def winner(counted: Iterable[Tally]) -> Tally | None:
    """Return the time at which most people can come; None if nobody can at any.

    Among equals, more "yes" wins, then the earlier time.
    """
    best = max(counted, key=lambda t: (t.can, t.yes, -t.candidate.start.timestamp()), default=None)
    return best if best is not None and best.can else None


def _tally(candidate: Candidate, votes: Votes) -> Tally:
    own = [vote for (candidate_id, _), vote in votes.items() if candidate_id == candidate.id]
    return Tally(
        candidate=candidate,
        yes=own.count(Vote.YES),
        if_need_be=own.count(Vote.IF_NEED_BE),
        no=own.count(Vote.NO),
    )
