"""What a change of a series would do to its meetings and talks."""

from collections.abc import Iterable, Sequence

import discord

from bot.chat.markdown import cut
from bot.chat.replies import card
from bot.core.translation import _
from bot.meetings.cards.meetings import talk_line
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.programme.model.change_previews import SeriesPreview
from bot.series.cards.date_entries import Dated
from bot.series.model.series import Series
from bot.series.model.series_plan import MeetingMove, SeriesPlan
from bot.sites.cards.time_text import day_name
from bot.talks.model.talks import Booking
from bot.times.zones import wall_time

CHANGES_COLOUR = 0xC27C0E
MOST_NAMED = 8  # meetings named one by one where many change
MOST_TALKS = 15
ATTRIBUTES = {
    "title": _("title"),
    "description": _("description"),
    "rule": _("when"),
    "zone": _("time zone"),
    "first": _("first date"),
    "minutes": _("length"),
    "slots": _("slots"),
    "site_id": _("host"),
    "join_link": _("join link"),
    "room": _("room"),
    "channel_id": _("channel"),
    "visibility": _("who can see it"),
    "capacity": _("places"),
    "ended_at": _("whether it has ended"),
}


def changes_card(preview: SeriesPreview) -> discord.Embed:
    """Return the card that lists what changes."""
    changed = ", ".join(ATTRIBUTES[name] for name in preview.changed if name in ATTRIBUTES)
    fields = (
        (_("Changes to the series"), changed),
        *_meeting_fields(preview.plan, preview.series),
        (_("Talks that lose their slot and become proposed"), _talks(preview.homeless)),
    )
    nothing = "" if any(value for name, value in fields) else _("Nothing changes.")
    return card(_("What changes"), nothing, fields=fields, colour=CHANGES_COLOUR)


def _meeting_fields(plan: SeriesPlan, series: Series) -> Iterable[tuple[str, str]]:
    moved = [_from_to(change) for change in plan.move if _is_moved(change)]
    yield _("{count} meeting moves", plural="{count} meetings move", count=len(moved)), _few(moved)
    yield _("Length"), _longer(len(plan.move) - len(moved), series.minutes)
    yield _cancelled(_days(plan.drop))
    yield _back([day_name(change.to.place) for change in plan.revive])
    yield _new([day_name(occurrence.place) for occurrence in plan.add])
    if not plan.changes_nothing:
        displaced = (d.meeting for d in plan.displace)
        yield _by_hand(_days(m for m in (*plan.keep, *displaced) if _stays_by_hand(m)))


def _longer(count: int, minutes: int) -> str:
    if not count:
        return ""
    return _(
        "{count} meeting lasts {minutes} minutes.",
        plural="{count} meetings last {minutes} minutes.",
        count=count,
        minutes=minutes,
    )


def _cancelled(days: Sequence[str]) -> tuple[str, str]:
    name = _(
        "{count} meeting is cancelled", plural="{count} meetings are cancelled", count=len(days)
    )
    return name, _few(days)


def _back(days: Sequence[str]) -> tuple[str, str]:
    name = _("{count} meeting is back on", plural="{count} meetings are back on", count=len(days))
    return name, _few(days)


def _new(days: Sequence[str]) -> tuple[str, str]:
    return _("{count} new meeting", plural="{count} new meetings", count=len(days)), _few(days)


def _by_hand(days: Sequence[str]) -> tuple[str, str]:
    name = _(
        "{count} meeting that was changed by hand stays as it is",
        plural="{count} meetings that were changed by hand stay as they are",
        count=len(days),
    )
    return name, _few(days)


def _few(entries: Sequence[str], most: int = MOST_NAMED) -> str:
    rest = len(entries) - most
    more = [_("and {number} more", number=rest)] if rest > 0 else []
    return "\n".join([*entries[:most], *more])


def _days(meetings: Iterable[Meeting]) -> list[str]:
    return [day_name(meeting.wall.date()) for meeting in meetings]


def _is_moved(change: MeetingMove) -> bool:
    meeting = change.meeting
    return (meeting.wall, meeting.zone) != (change.to.wall, change.to.zone)


def _stays_by_hand(meeting: Meeting) -> bool:
    return meeting.changed_by_hand and meeting.status is not MeetingStatus.DROPPED


def _from_to(change: MeetingMove) -> str:
    zoned = change.meeting.zone != change.to.zone
    return f"{_hour(change.meeting, zoned=zoned)} → {_hour(change.to, zoned=zoned)}"


def _hour(dated: Dated, *, zoned: bool) -> str:
    zone = f" {dated.zone}" if zoned else ""
    return f"{day_name(dated.wall.date())} {dated.wall:%H:%M}{zone}"


def _talks(bookings: Sequence[Booking]) -> str:
    lines = [
        f"{cut(talk_line(b.talk), 120)} ({day_name(wall_time(b.start, b.meeting.zone).date())})"
        for b in bookings
        if b.talk is not None
    ]
    return _few(lines, MOST_TALKS)
