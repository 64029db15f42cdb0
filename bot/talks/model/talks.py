"""Talks with their speakers and materials, and the slots they are booked in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.plain_mathematics import readable
from bot.meetings.model.meetings import Meeting, Slot
from bot.series.model.series import Terms


class TalkStatus(StrEnum):
    """The status of a talk. PROPOSED has no slot, CONFIRMED has one, WITHDRAWN gave it back."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who gives a talk: a member, or a guest without Discord where `member_id` is None."""

    name: str
    affiliation: str = ""
    member_id: int | None = None
    site_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A talk; `title` None means that it is still to be announced. The first speaker leads.

    `recording` is whether its speaker agrees to a recording, None if they have not answered.
    """

    id: int
    collaboration_id: int
    series_id: int
    slot_id: int | None
    title: str | None
    abstract: str
    speakers: tuple[Speaker, ...]
    paper: str | None
    slides: str | None
    video: str | None
    status: TalkStatus
    revision: int
    recording: bool | None = None

    @property
    def heading(self) -> str:
        """The title as plain text, its formulas readable; or "TBA"."""
        return readable(self.title) if self.title else "TBA"

    @property
    def readable_abstract(self) -> str:
        """The abstract as plain text, its formulas readable."""
        return readable(self.abstract)

    @property
    def speaker_names(self) -> str:
        """The speakers' names, as read aloud."""
        return ", ".join(speaker.name for speaker in self.speakers)

    @property
    def waits_for_slot(self) -> bool:
        """Whether the talk has no date yet, or lost the one it had."""
        return self.status is TalkStatus.PROPOSED

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn."""
        return self.status is TalkStatus.WITHDRAWN

    def is_given_by(self, member_id: int | None) -> bool:
        """Return whether this member is one of the speakers."""
        return member_id is not None and any(s.member_id == member_id for s in self.speakers)

    def is_for(self, member_id: int | None, *, is_organizer: bool) -> bool:
        """Return whether somebody who sees the series may see the talk.

        A talk without a slot is visible only to its speakers and organizers.
        """
        return not self.waits_for_slot or is_organizer or self.is_given_by(member_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A slot with its meeting and its terms, and the talk that fills it, if any.

    `slots` counts the meeting's slots; past meetings keep theirs when the series changes.
    """

    terms: Terms
    meeting: Meeting
    slot: Slot
    slots: int
    talk: Talk | None

    @property
    def start(self) -> datetime:
        """The instant at which the slot begins: the meeting's minutes are shared evenly."""
        return self.meeting.start + self.slot.position * self.length

    @property
    def length(self) -> timedelta:
        """How long the slot lasts."""
        return timedelta(minutes=self.meeting.minutes) / self.slots

    @property
    def end(self) -> datetime:
        """The instant at which the slot ends."""
        return self.start + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A meeting with its terms and all its slots, in order."""

    terms: Terms
    meeting: Meeting
    bookings: tuple[Booking, ...]

    def with_talk(self, talk: Talk) -> "Programme":
        """Return the same with a talk in its slot."""
        booked = (
            replace(one, talk=talk) if one.slot.id == talk.slot_id else one for one in self.bookings
        )
        return replace(self, bookings=tuple(booked))

    @property
    def talks(self) -> tuple[Talk, ...]:
        """The talks in it, in order."""
        return tuple(booking.talk for booking in self.bookings if booking.talk is not None)
