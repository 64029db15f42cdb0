"""Meetings and their slots."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class MeetingStatus(StrEnum):
    """Whether a meeting takes place.

    SKIPPED: an organizer skipped this date of the series. CANCELLED: an organizer cancelled it.
    DROPPED: its series changed and no longer has this date. Calendars show all three as cancelled.
    """

    SCHEDULED = "scheduled"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One dated meeting; `start` is derived from its wall time and zone.

    `place` is its date in the series' rule, which stays when it is moved by hand. `moved_from` is
    the wall time before it was moved by hand, None where it was not. `room` is set where it differs
    from the series' room. `tz_release` is the IANA release under which `start` was derived.
    `revision` rises with each change.
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
    def is_left_out(self) -> bool:
        """Whether it was left out when its series was made, so that nobody ever expected it."""
        return self.status is MeetingStatus.SKIPPED and self.revision == 0

    @property
    def is_expected(self) -> bool:
        """Whether people may have expected it, whether it takes place or was cancelled."""
        return self.status is not MeetingStatus.DROPPED and not self.is_left_out

    @property
    def was_moved(self) -> bool:
        """Whether it is at another time than it was before somebody moved it."""
        return self.moved_from is not None and self.moved_from != self.wall

    @property
    def changed_by_hand(self) -> bool:
        """Whether a person moved, skipped or cancelled it, so that no rule changes it."""
        return self.moved_from is not None or self.status in {
            MeetingStatus.SKIPPED,
            MeetingStatus.CANCELLED,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A part of a meeting that one talk can book; `position` counts from 0."""

    id: int
    meeting_id: int
    position: int
