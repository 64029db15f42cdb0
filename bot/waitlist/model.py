"""Swaps of slots between speakers, and offers of free slots to members in line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.talks.model.talks import Booking

if TYPE_CHECKING:
    from bot.sites.model.working_hours import WorkingHours

SWAP_LASTS = timedelta(days=7)
OFFER_LASTS = timedelta(hours=24)  # working hours of the member's site


class SwapState(StrEnum):
    """The state of a swap request; one that nobody answered in time is DECLINED."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class OfferState(StrEnum):
    """The state of an offer; TAKEN if anybody took the slot, then or later."""

    OPEN = "open"
    TAKEN = "taken"
    PASSED = "passed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A request to swap the slots of two talks, and the slots that each must still hold.

    The member `asked_by` speaks in `talk_id`; a speaker of `other_talk_id` can agree `until` then.
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
        """Return whether it can still be agreed to."""
        return self.state is SwapState.ASKED and now < self.until

    def still_held(self, mine: Booking | None, other: Booking | None) -> bool:
        """Return whether both talks are still in the slots they were in at the request."""
        held = (mine.slot.id if mine else None, other.slot.id if other else None)
        return held == (self.slot_id, self.other_slot_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A free slot that is kept for one member in line `until` then."""

    id: int
    collaboration_id: int
    slot_id: int
    member_id: int
    until: datetime
    state: OfferState = OfferState.OPEN

    def is_open(self, now: datetime) -> bool:
        """Return whether the slot is kept for the member."""
        return self.state is OfferState.OPEN and now < self.until


def offer_ends(hours: "WorkingHours", booking: Booking, *, now: datetime) -> datetime:
    """Return how long a slot is kept for a member, at most until its start."""
    return min(hours.after(now, OFFER_LASTS), booking.start)


def is_for_offer(booking: Booking, *, now: datetime) -> bool:
    """Return whether a slot can be offered: it is free, and its meeting will take place."""
    return booking.talk is None and booking.meeting.takes_place and booking.start > now


def next_in_line(
    line: Iterable[int], *, had_it: Collection[int], busy: Collection[int]
) -> int | None:
    """Return the first in line who was not offered this slot before, nor is offered another."""
    return next((one for one in line if one not in had_it and one not in busy), None)


def require_swap(mine: Booking | None, other: Booking | None, *, now: datetime) -> None:
    """Refuse a swap of talks without slots, in the past, or in cancelled meetings."""
    if mine is None or other is None:
        message = _("One of these talks has no slot, so they can't be swapped.")
        raise Refusal(message)
    if min(mine.start, other.start) <= now:
        message = _("One of these talks has already started, so they can't be swapped.")
        raise Refusal(message)
    if not (mine.meeting.takes_place and other.meeting.takes_place):
        message = _("One of these meetings is cancelled. Please wait until it has a new date.")
        raise Refusal(message)
    if mine.slot.id == other.slot.id:
        message = _("These are the same talk. Please pick another speaker's talk.")
        raise Refusal(message)
