"""Slots as they are offered: their times, and which sites are closed."""

from collections.abc import Sequence

from bot.chat.markdown import cut
from bot.core.translation import _
from bot.sites.cards.time_text import MARKS, wall_text
from bot.sites.model.closures import Level
from bot.sites.model.site_time_status import closed_sites, statuses_text
from bot.sites.model.sites import Site
from bot.talks.model.talks import Booking

MOST_MARK = 40  # characters for closed sites in a label of a hundred


def slot_time(booking: Booking, sites: Sequence[Site]) -> str:
    """Return when a slot begins, in its series' time, in one plain line."""
    return wall_text(booking.start, zone=booking.terms.zone, sites=sites)


def slot_label(booking: Booking, *, zone: str, sites: Sequence[Site]) -> str:
    """Return a free slot to pick: in the reader's time and the series', with closed sites."""
    there = slot_time(booking, sites)
    here = wall_text(booking.start, zone=zone, sites=sites)
    both = here if zone == booking.terms.zone else f"{here} · {there}"
    place = f" · {_slot_number(booking)}" if booking.slots > 1 else ""
    shut = statuses_text(closed_sites(sites, booking.start, booking.end))
    mark = f" · {MARKS[Level.HARD]}{cut(shut, MOST_MARK)}" if shut else ""
    return f"{both}{mark}{place} · {booking.terms.title}"


def _slot_number(booking: Booking) -> str:
    number, count = booking.slot.position + 1, booking.slots
    return _("slot {number} of {slots}", number=number, slots=count)
