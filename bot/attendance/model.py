"""Whether a member comes to a meeting, and which sites came to one that took place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    """A member's answer to the question whether they come to a meeting.

    WAITING means "going" while all seats are taken. Nobody gives this answer and it is not stored:
    it is computed from the seats.
    """

    GOING = "going"
    WAITING = "waiting"
    MAYBE = "maybe"
    NO = "no"

    @property
    def wants_to_come(self) -> bool:
        """Whether a member with this answer wants a seat."""
        return self in {Answer.GOING, Answer.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many members gave each answer."""

    going: int = 0
    waiting: int = 0
    maybe: int = 0
    no: int = 0

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> "Counts":
        """Count answers."""
        given = list(answers)
        return cls(**{answer.value: given.count(answer) for answer in Answer})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting that took place, with the sites that took part.

    `came` are the sites of the speakers and of everybody who said they were going. `invited` are
    the sites of the people invited, None where the meeting was for everybody.
    """

    series_id: int
    start: datetime
    minutes: int
    came: frozenset[int] = frozenset()
    invited: frozenset[int] | None = None
