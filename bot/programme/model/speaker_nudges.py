"""Requests for missing details of a talk, to its speakers and then to organizers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.outbox.deliveries import (
    Due,
    Kind,
    about_talk,
    moment_key,
    to_member,
)
from bot.programme.model.delivery_targets import DeliveryTargets
from bot.programme.model.talk_details import missing_of
from bot.talks.model.talks import Booking, Programme, Talk

DAY = timedelta(days=1)
NUDGES = (14, 7, 3, 1)  # days before a talk
GUEST_NUDGES = (7, 1)  # days before a guest's talk; guests have no Discord, so organizers are asked
ORGANIZER_NUDGE = timedelta(hours=20)  # before the talk, when its speaker has not answered


def speaker_nudges(programme: Programme, targets: DeliveryTargets) -> Iterator[Due]:
    """Yield the requests for missing details of all talks of a meeting."""
    for booking in programme.bookings:
        if booking.talk is not None and missing_of(booking.talk):
            yield from _nudges_of(booking, booking.talk, targets)


def _nudges_of(booking: Booking, talk: Talk, targets: DeliveryTargets) -> Iterator[Due]:
    """Yield the requests to each speaker in their working hours, then those to organizers."""
    known = (s.member_id for s in talk.speakers if s.member_id is not None)
    speaking = [member_id for member_id in known if member_id in targets.speakers]
    for member_id in speaking:
        hours = targets.speakers[member_id]
        rungs = [hours.next_from(booking.start - days * DAY) for days in NUDGES]
        for days, due, following in zip(NUDGES, rungs, [*rungs[1:], booking.start], strict=True):
            if due < following:  # one that days off push to the next is the same as that
                nudge = _nudge(Kind.SPEAKER_NUDGE, booking, talk, to_member(member_id), days, due)
                yield replace(nudge, pointless_after=following)
    asked = {to_member(member_id) for member_id in speaking}
    others = [target for target in targets.organizers if target not in asked]
    for rung in (0,) if speaking else GUEST_NUDGES:
        due = booking.start - (rung * DAY or ORGANIZER_NUDGE)
        for target in others:
            yield _nudge(Kind.ORGANIZER_NUDGE, booking, talk, target, rung, due)


def _nudge(kind: Kind, booking: Booking, talk: Talk, target: str, days: int, due: datetime) -> Due:
    return Due(
        kind=kind,
        what=about_talk(talk.id),
        target=target,
        occurrence=f"{moment_key(booking.start)} {days}",
        due=due,
        pointless_after=booking.start,
    )
