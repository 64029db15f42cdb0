"""A talk as a viewer may see it, and whether they may change it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.talks.model.talks import Booking, Talk
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks

NO_SUCH_TALK = _("There is no such talk here. Please pick one from the list that Discord offers.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """A talk as a viewer may see it, with its slot if it has one.

    `before` is what the talk was, if it has just been changed.
    """

    talk: Talk
    booking: Booking | None
    may_change: bool
    before: Talk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """A sign-up: the talk in its slot, and other talks of its speakers at the same time."""

    presentation: Presentation
    clashes: tuple[Booking, ...] = ()

    @property
    def booking(self) -> Booking:
        """The slot with the talk."""
        assert self.presentation.booking is not None  # noqa: S101 - the talk was just put there
        return self.presentation.booking


class TalkChanged(Refusal):
    """Somebody else has changed the talk in the meantime."""


async def presentation(
    connection: AsyncConnection, viewer: Viewer, talk_id: int, *, just_changed: bool = False
) -> Presentation:
    """Return a talk; refuse one that the viewer may not see.

    Whoever has `just_changed` a talk sees the result, even if they withdrew it or are no longer
    one of its speakers.
    """
    booked = await stored_bookings.where(connection, conditions.has_id(talk=talk_id))
    talk = booked[0].talk if booked else await talks.by_id(connection, talk_id)
    found = booked[0].terms if booked else None
    if talk is not None and found is None:
        found = await series.by_id(connection, talk.series_id)
    if talk is None or found is None or not (just_changed or viewer.sees_talk(talk, found)):
        raise NotFound(NO_SUCH_TALK)
    shown = [replace(one, terms=viewer.shown(one.terms)) for one in booked]
    return presented(viewer, talk, shown[0] if shown else None)


def presented(viewer: Viewer, talk: Talk, booking: Booking | None) -> Presentation:
    """Return a talk for a viewer, in a slot whose series is as the viewer may see it."""
    return Presentation(talk=talk, booking=booking, may_change=viewer.may_change(talk))


async def talk_to_change(connection: AsyncConnection, viewer: Viewer, talk_id: int) -> Presentation:
    """Return a talk that the viewer may change; refuse any other."""
    present = await presentation(connection, viewer, talk_id)
    viewer.require_change(present.talk)
    return present


def require_not_started(present: Presentation, *, now: datetime) -> None:
    """Refuse to change the date of a talk that has started."""
    if present.booking is not None and present.booking.start <= now:
        message = _("This talk has already started and can't be changed.")
        raise Refusal(message)


def require_revision(present: Presentation, revision: int) -> None:
    """Refuse a change of a talk that somebody else has changed since this revision."""
    if present.talk.revision != revision:
        message = _("Somebody changed this talk while you were typing. Please look again.")
        raise TalkChanged(message)
