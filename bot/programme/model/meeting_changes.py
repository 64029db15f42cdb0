"""Changes: what becomes of one meeting that a person moves, calls off or brings back."""

from datetime import datetime
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.series.model.occurrences import Occurrence
from bot.series.model.series import Series
from bot.talks.model.talks import Programme
from bot.times.zoned_time import ZonedTime
from bot.times.zones import tz_release

MOST_REASON = 200  # characters


def reason_given(typed: str) -> str:
    """Return why a meeting changes, which everybody is shown; refuse none."""
    return text.required_line(typed, most=MOST_REASON, what="The reason, which everybody is shown,")


def require_coming(meeting: Meeting, *, now: datetime) -> None:
    """Refuse a meeting that has begun or is called off."""
    if meeting.start <= now:
        message = "This meeting has begun already: what is past stays as it was."
        raise Refusal(message)
    if not meeting.takes_place:
        message = "This meeting is called off: /meeting restore brings it back."
        raise Refusal(message)


def columns_of(series: Series, occurrence: Occurrence) -> dict[str, Any]:
    """Return where and how long a meeting of a series is at an occurrence."""
    return {
        "place": occurrence.place,
        "wall": occurrence.wall,
        "zone": occurrence.zone,
        "start": occurrence.start,
        "minutes": series.minutes,
        "tz_release": tz_release(),
    }


def place_of(programme: Programme) -> Occurrence | None:
    """Return where the rule puts a meeting today; None where it no longer has its date."""
    rule, place = programme.series.rule, programme.meeting.place
    if programme.series.ended_at is not None:
        return None
    if place not in rule.dates(programme.series.first, until=place):
        return None
    wall = datetime.combine(place, rule.wall)
    return Occurrence(place=place, wall=wall, zone=programme.series.zone)


def moved(programme: Programme, to: ZonedTime) -> dict[str, Any]:
    """Return what moves a meeting; where that is its place in the rule, it counts as unmoved."""
    meeting, place = programme.meeting, place_of(programme)
    # Of an hour that comes twice its rule has the first.
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
    """Return what brings a meeting back: to its moved time if it has one, else to its place."""
    meeting, place = programme.meeting, place_of(programme)
    back = {"status": MeetingStatus.SCHEDULED, "reason": ""}
    if meeting.status is MeetingStatus.DROPPED:
        message = "Its series no longer meets then: /series edit can change that."
        raise Refusal(message)
    stays = meeting.moved_from is not None or programme.series.single
    if not meeting.takes_place and stays:
        return back
    if place is not None and meeting.changed_by_hand:
        return {**back, **columns_of(programme.series, place), "moved_from": None}
    if not meeting.takes_place:
        # The rule no longer has its date: it stays where it was, as if moved there by hand.
        return {**back, "moved_from": meeting.wall}
    if meeting.moved_from is not None:
        message = "Its series no longer meets on its old date: please move it with /meeting move."
        raise Refusal(message)
    message = "This meeting is neither called off nor moved: nothing has to be done."
    raise Refusal(message)
