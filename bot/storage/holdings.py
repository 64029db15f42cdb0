"""What members hold, as each subject declares it: whoever holds something is looked after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Something that members hold: a seat, a talk, a private feed.

    `held(now)` selects the ids of the members who hold it. If they leave Discord's server or lose
    the member role, that is noticed within hours, and what they hold passes on.
    """

    name: str
    held: Callable[[datetime], Select[tuple[int]]]


@dataclass(frozen=True, slots=True)
class Holdings:
    """The holdings of all subjects, in order."""

    every: tuple[Holding, ...]
