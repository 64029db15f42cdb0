"""Answers: whether a member comes to a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What a member says of coming to a meeting.

    WAITING is what going means where all seats are taken; nobody says it, and it is never kept.
    """

    GOING = "going"
    WAITING = "waiting"
    MAYBE = "maybe"
    NO = "no"

    @property
    def wants_to_come(self) -> bool:
        """Whether who says so would be there."""
        return self in {Answer.GOING, Answer.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many gave each answer."""

    going: int = 0
    waiting: int = 0
    maybe: int = 0
    no: int = 0

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> "Counts":
        """Count answers."""
        given = list(answers)
        return cls(**{answer.value: given.count(answer) for answer in Answer})
