"""Changes to one meeting that a person moves, cancels or restores."""

from datetime import date, datetime
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.series.model.occurrences import Occurrence
from bot.series.model.series import Series, Terms
from bot.talks.model.talks import Programme
from bot.times.zoned_time import ZonedTime
from bot.times.zones import tz_release

MOST_REASON = 200  # characters


def reason_given(typed: str) -> str:
    """Return the reason for a change, which everybody sees; refuse an empty one."""
    return text.required_line(typed, most=MOST_REASON, what=_("The reason, which everybody sees,"))


def require_coming(meeting: Meeting, *, now: datetime) -> None:
    """Refuse a meeting that has begun or is cancelled."""
    if meeting.start <= now:
        raise Refusal(_("This meeting has already begun, so it cannot be changed."))
    if not meeting.takes_place:
        raise Refusal(_("This meeting is cancelled. You can restore it with /meeting restore."))


def columns_of(terms: Terms, occurrence: Occurrence) -> dict[str, Any]:
    """Return where and how long a meeting on these terms is at an occurrence."""
    return {
        "place": occurrence.place,
        "wall": occurrence.wall,
        "zone": occurrence.zone,
        "start": occurrence.start,
        "minutes": terms.minutes,
        "tz_release": tz_release(),
    }


def place_of(programme: Programme) -> Occurrence | None:
    """Return where a meeting is by its rule, or was before it was moved where it has none.

    None where the rule no longer has its date.
    """
    terms, meeting = programme.terms, programme.meeting
    if not isinstance(terms, Series) or not terms.recurs:
        wall = meeting.moved_from or meeting.wall
    elif terms.ended_at is None and _has(terms, meeting.place):
        wall = datetime.combine(meeting.place, terms.rule.wall)
    else:
        return None
    return Occurrence(place=meeting.place, wall=wall, zone=terms.zone)


def _has(series: Series, place: date) -> bool:
    return place in series.rule.dates(series.first, until=place)


def moved(programme: Programme, to: ZonedTime) -> dict[str, Any]:
    """Return the columns that move a meeting; back at its place in the rule it is not moved."""
    meeting, place = programme.meeting, place_of(programme)
    # If the hour comes twice, the rule means the first.
    home = place and (place.wall, place.zone, place.start)
    is_home = home == (to.wall, to.zone, to.instant)
    return {
        "wall": to.wall,
        "zone": to.zone,
        "start": to.instant,
        "tz_release": tz_release(),
        "moved_from": None if is_home else meeting.moved_from or meeting.wall,
    }


def restored(programme: Programme) -> dict[str, Any]:
    """Return the columns that restore a meeting: to its moved time, or else to its place."""
    meeting, place = programme.meeting, place_of(programme)
    back = {"status": MeetingStatus.SCHEDULED, "reason": ""}
    if meeting.status is MeetingStatus.DROPPED:
        raise Refusal(_("The series no longer meets then. You can change that with /series edit."))
    stays = meeting.moved_from is not None or not programme.terms.recurs
    if not meeting.takes_place and stays:
        return back
    if place is not None and meeting.changed_by_hand:
        return {**back, **columns_of(programme.terms, place), "moved_from": None}
    if not meeting.takes_place:
        # The rule no longer has this date: the meeting stays, as if moved there by hand.
        return {**back, "moved_from": meeting.wall}
    if meeting.moved_from is not None:
        raise Refusal(
            _("The series no longer meets on the old date. Please move it with /meeting move.")
        )
    raise Refusal(_("This meeting is neither cancelled nor moved, so there is nothing to restore."))
