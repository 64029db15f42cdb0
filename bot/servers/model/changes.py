"""Changes of collaborations that other subjects follow."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CollaborationChanged:
    """What calendars show of a collaboration changed: its name, its addresses or its sites."""

    collaboration_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class CollaborationReturned:
    """The server of a collaboration has Meridian again."""

    collaboration_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class CollaborationEnds:
    """A collaboration is about to be deleted with everything that belongs to it."""

    collaboration_id: int
    now: datetime
