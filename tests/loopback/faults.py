"""Faults: what goes wrong with the next thing the bot sends, before it is kept or after."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Way(StrEnum):
    """How an answer fails."""

    STATUS = "status"  # it is one of Discord's errors
    RESET = "reset"  # the connection breaks
    HANG = "hang"  # there is none
    KILL = "kill"  # the bot's process ends
    NONE = "none"  # it does not: the fault is meant for a later one


@dataclass(slots=True, kw_only=True)
class Fault:
    """One failure; `after` it was kept all the same."""

    way: Way = Way.STATUS
    status: int = 500
    code: int = 0
    after: bool = False
    headers: dict[str, str] = field(default_factory=lambda: {"Via": "1.1 google"})
    body: dict[str, Any] = field(default_factory=dict)


UNTOUCHED = Fault(way=Way.NONE)
KILLED = Fault(way=Way.KILL, after=True)
