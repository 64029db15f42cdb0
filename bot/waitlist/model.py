"""The slot market: speakers exchange slots, and freed slots are offered to those in line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.refusals import Refusal
from bot.sites.model.working_hours import WorkingHours
from bot.talks.model.talks import Booking

SWAP_LASTS = timedelta(days=7)
OFFER_LASTS = timedelta(hours=24)  # working hours of the member's site


class SwapState(StrEnum):
    """What became of a swap that was asked for; one that nobody answered in time is DECLINED."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class OfferState(StrEnum):
    """What became of a slot that was offered; TAKEN by somebody, then or later."""

    OPEN = "open"
    TAKEN = "taken"
    PASSED = "passed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Two talks that may exchange their slots, and the slots that each must still hold.

    The member `asked_by` gives `talk_id`; whoever gives `other_talk_id` may agree `until` then.
    """

    id: int
    collaboration_id: int
    talk_id: int
    slot_id: int
    other_talk_id: int
    other_slot_id: int
    asked_by: int
    until: datetime
    state: SwapState = SwapState.ASKED

    def is_open(self, now: datetime) -> bool:
        """Say whether it can still be agreed to."""
        return self.state is SwapState.ASKED and now < self.until

    def still_held(self, mine: Booking | None, other: Booking | None) -> bool:
        """Say whether both talks are where they were when the swap was asked for."""
        held = (mine.slot.id if mine else None, other.slot.id if other else None)
        return held == (self.slot_id, self.other_slot_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A freed slot that is kept for one member in line, `until` then."""

    id: int
    collaboration_id: int
    slot_id: int
    member_id: int
    until: datetime
    state: OfferState = OfferState.OPEN

    def is_open(self, now: datetime) -> bool:
        """Say whether the slot is kept for the member."""
        return self.state is OfferState.OPEN and now < self.until


def offer_ends(hours: WorkingHours, booking: Booking, *, now: datetime) -> datetime:
    """Return until when a slot is kept for somebody: never beyond its start."""
    return min(hours.after(now, OFFER_LASTS), booking.start)


def is_for_offer(booking: Booking, *, now: datetime) -> bool:
    """Say whether a slot can be offered: free, to come, of a meeting that takes place."""
    return booking.talk is None and booking.meeting.takes_place and booking.start > now


def next_in_line(
    line: Iterable[int], *, had_it: Collection[int], busy: Collection[int]
) -> int | None:
    """Return the first member in line who has not had this slot offered, nor another one now."""
    return next((one for one in line if one not in had_it and one not in busy), None)


def require_swap(mine: Booking | None, other: Booking | None, *, now: datetime) -> None:
    """Refuse a swap of talks that have no slots, are in the past, or in different series."""
    if mine is None or other is None:
        message = "Both talks need a slot to exchange: one of them has none now."
        raise Refusal(message)
    if min(mine.start, other.start) <= now:
        message = "One of these talks has begun or was given already: it cannot be exchanged."
        raise Refusal(message)
    if not (mine.meeting.takes_place and other.meeting.takes_place):
        message = "One of these meetings is called off: please wait until it has a new date."
        raise Refusal(message)
    if mine.slot.id == other.slot.id:
        message = "These are the same talk: please pick another speaker's."
        raise Refusal(message)
