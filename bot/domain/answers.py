"""Answers: whether a member comes to a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What a member says of coming to a meeting."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many gave each answer."""

    going: int = 0
    maybe: int = 0
    no: int = 0

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> "Counts":
        """Count answers."""
        given = list(answers)
        return cls(**{answer.value: given.count(answer) for answer in Answer})
