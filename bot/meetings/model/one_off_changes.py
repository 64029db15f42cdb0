"""What an organizer types to change a one-off meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.series.model.series import Terms, Venue

MOST_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOffMeetingChange:
    """What was typed to change a one-off meeting; None leaves a value as it is.

    An empty `capacity` removes the limit. `invited` are ids of members to invite as well.
    """

    title: str | None = None
    room: str | None = None
    join_link: str | None = None
    agenda: str | None = None
    capacity: str | None = None
    invited: Sequence[int] = ()

    def columns(self, terms: Terms) -> dict[str, Any]:
        """Return what changes of the meeting."""
        typed: dict[str, Any] = {}
        if self.title is not None:
            typed["title"] = text.required_line(self.title, most=100, what=_("The title"))
        if self.room is not None:
            typed["room"] = text.line(self.room, most=100, what=_("The room")) or None
        if self.join_link is not None:
            typed["join_link"] = text.web_address(self.join_link, what=_("The join link"))
        if self.agenda is not None:
            typed["description"] = text.paragraph(self.agenda, most=2000, what=_("The agenda"))
        if self.capacity is not None:
            typed["capacity"] = _capacity(self.capacity)
        if self.invited:
            typed["invited"] = _with_guests(terms, self.invited)
        changed = {name: value for name, value in typed.items() if value != getattr(terms, name)}
        _require_fitting(replace(terms, **changed))
        return changed


def _capacity(typed: str) -> int | None:
    plain = text.clean(typed)
    is_number = plain.isascii() and plain.isdigit()
    if not plain or (is_number and int(plain[: MOST_DIGITS + 1]) == 0):
        return None
    if is_number and len(plain) <= MOST_DIGITS:
        return int(plain)
    message = _(
        "“{typed}” is not a number of places. Please type one like 20, or leave it empty.",
        typed=plain[:20],
    )
    raise Refusal(message)


def _with_guests(terms: Terms, invited: Sequence[int]) -> frozenset[int]:
    if terms.invited is None:
        message = _(
            "This meeting is not only for people invited by name. "
            "They can all see it, so you don't need to add anybody."
        )
        raise Refusal(message)
    return terms.invited | frozenset(invited)


def _require_fitting(terms: Terms) -> None:
    if terms.venue is Venue.TELECONFERENCE and terms.room:
        message = _("A teleconference has no room. Please leave it empty.")
        raise Refusal(message)
    if terms.venue is Venue.IN_PERSON and terms.join_link:
        message = _("An in-person meeting has no join link. Please leave it empty.")
        raise Refusal(message)
