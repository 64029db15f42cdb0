"""Outlines: what people were told about a meeting, to compare with what it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from bot.talks.model.talks import Booking, Programme, Talk, TalkStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """When a meeting is, whether it takes place, and its talks: id to start and heading."""

    start: datetime
    takes_place: bool
    reason: str = ""
    talks: Mapping[int, tuple[datetime, str]]

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """Return the outline of a meeting as it is."""
        return cls(
            start=programme.meeting.start,
            takes_place=programme.meeting.takes_place,
            reason=programme.meeting.reason,
            talks={
                booking.talk.id: (booking.start, booking.talk.heading)
                for booking in programme.bookings
                if booking.talk is not None
            },
        )

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return the outline that `kept` was made of."""
        return cls(
            start=datetime.fromisoformat(kept["start"]),
            takes_place=kept["takes_place"],
            reason=kept["reason"],
            talks={
                int(talk_id): (datetime.fromisoformat(start), heading)
                for talk_id, (start, heading) in kept["talks"].items()
            },
        )

    def kept(self) -> dict[str, Any]:
        """Return it as the store holds it."""
        return {
            "start": self.start.isoformat(),
            "takes_place": self.takes_place,
            "reason": self.reason,
            "talks": {
                str(talk_id): (start.isoformat(), heading)
                for talk_id, (start, heading) in self.talks.items()
            },
        }

    def differs_for_all(self, after: "Outline") -> bool:
        """Return whether attendees must hear of it: a new time or title, cancelled or restored."""
        headings = {talk_id: heading for talk_id, (_, heading) in self.talks.items()}
        present = {talk_id: heading for talk_id, (_, heading) in after.talks.items()}
        return self.differs_in_time(after) or headings != present

    def differs_in_time(self, after: "Outline") -> bool:
        """Return whether it was moved, cancelled or restored."""
        return (self.start, self.takes_place) != (after.start, after.takes_place)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkOutline:
    """When a talk is, as its speaker was told; `start` is None for a talk without a slot."""

    start: datetime | None
    takes_place: bool
    is_withdrawn: bool = False

    @classmethod
    def of(cls, talk: Talk, booking: Booking | None) -> Self:
        """Return the outline of a talk as it is."""
        return cls(
            start=booking.start if booking else None,
            takes_place=booking.meeting.takes_place if booking else False,
            is_withdrawn=talk.status is TalkStatus.WITHDRAWN,
        )

    @classmethod
    def in_meeting(cls, outline: Outline, talk_id: int) -> Self:
        """Return what was known of a talk in a meeting, even if it was not in it."""
        if talk_id not in outline.talks:
            return cls(start=None, takes_place=False)
        return cls(start=outline.talks[talk_id][0], takes_place=outline.takes_place)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return the outline that `kept` was made of."""
        start = kept["start"]
        return cls(
            start=datetime.fromisoformat(start) if start else None,
            takes_place=kept["takes_place"],
            is_withdrawn=kept["is_withdrawn"],
        )

    def kept(self) -> dict[str, Any]:
        """Return it as the store holds it."""
        return {
            "start": self.start.isoformat() if self.start else None,
            "takes_place": self.takes_place,
            "is_withdrawn": self.is_withdrawn,
        }
