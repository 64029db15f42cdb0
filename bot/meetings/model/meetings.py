"""Meetings: one dated gathering of people, and the slots in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class MeetingStatus(StrEnum):
    """What became of a meeting.

    SKIPPED: the series leaves out this date. CANCELLED: called off by hand. DROPPED: its series
    changed and no longer has this date. All three show as cancelled in calendars.
    """

    SCHEDULED = "scheduled"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One dated gathering: wall time and zone are the truth, `start` is derived from them.

    `place` is the date that the series' rule gave it and stays when it is moved by hand;
    `moved_from` is the wall time it was moved away from, None where it was not moved by hand.
    `room` is where it is held if not in its series' room. `tz_release` is the IANA release under
    which `start` was derived. `revision` rises with each change.
    """

    id: int
    collaboration_id: int
    series_id: int
    place: date
    wall: datetime
    zone: str
    start: datetime
    minutes: int
    status: MeetingStatus
    reason: str
    moved_from: datetime | None
    tz_release: str
    revision: int
    room: str | None = None

    @property
    def end(self) -> datetime:
        """The instant at which it ends."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def takes_place(self) -> bool:
        """Whether people are expected to come."""
        return self.status is MeetingStatus.SCHEDULED

    @property
    def was_moved(self) -> bool:
        """Whether people have to be told that it is not when it was."""
        return self.moved_from is not None and self.moved_from != self.wall

    @property
    def changed_by_hand(self) -> bool:
        """Whether a person moved, skipped or cancelled it, so that no rule may change it."""
        return self.moved_from is not None or self.status in {
            MeetingStatus.SKIPPED,
            MeetingStatus.CANCELLED,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A bookable stretch of a meeting; `position` counts from 0."""

    id: int
    meeting_id: int
    position: int
