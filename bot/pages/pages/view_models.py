"""Meetings and talks as pages show them, with all texts made and links checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from bot.core.translation import _
from bot.meetings.model.meetings import Meeting
from bot.programme.model.event_content import uri
from bot.sites.model.sites import Site, site_line
from bot.talks.model.talks import Booking, Programme, Talk
from bot.times.zones import wall_time

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMoment:
    """An instant: for scripts, in words at its own place, and at all sites."""

    iso: str
    day: str
    clock: str
    place: str
    site_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkCard:
    """A talk in a list or on its own page."""

    id: int
    title: str
    heading: str
    speakers: tuple[tuple[str, str], ...]
    begins: PageMoment
    abstract: str
    materials: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCard:
    """A meeting with its talks; `news` is whether it was moved or cancelled."""

    id: int
    series: str
    series_slug: str
    begins: PageMoment
    minutes: int
    is_cancelled: bool
    news: str
    room: str
    talks: tuple[TalkCard, ...]
    awaits_talk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The meetings of one week, Monday first, at the collaboration's place."""

    title: str
    meetings: tuple[MeetingCard, ...]


def meeting_card(programme: Programme, sites: Sequence[Site]) -> MeetingCard:
    """Return a meeting as pages show it."""
    meeting = programme.meeting
    return MeetingCard(
        id=meeting.id,
        series=programme.terms.title,
        series_slug=programme.terms.slug,
        begins=moment(meeting.start, zone=meeting.zone, sites=sites),
        minutes=meeting.minutes,
        is_cancelled=not meeting.takes_place,
        news=_news(meeting),
        room=programme.terms.room or "",
        talks=tuple(
            talk_card(booking, booking.talk, sites)
            for booking in programme.bookings
            if booking.talk is not None
        ),
        awaits_talk=meeting.takes_place and programme.terms.takes_talks and not programme.talks,
    )


def talk_card(booking: Booking, talk: Talk, sites: Sequence[Site]) -> TalkCard:
    """Return a talk as pages show it; only web links are included."""
    materials = ((_("Paper"), talk.paper), (_("Slides"), talk.slides), (_("Video"), talk.video))
    return TalkCard(
        id=talk.id,
        title=talk.title or talk.heading,
        heading=talk.heading,
        speakers=tuple((speaker.name, speaker.affiliation) for speaker in talk.speakers),
        begins=moment(booking.start, zone=booking.meeting.zone, sites=sites),
        abstract=talk.abstract,
        materials=tuple((name, link) for name, typed in materials if (link := uri(typed))),
    )


def moment(instant: datetime, *, zone: str, sites: Sequence[Site]) -> PageMoment:
    """Return an instant as pages show it."""
    wall = wall_time(instant, zone)
    return PageMoment(
        iso=f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        day=f"{wall:%A} {day_text(wall.date())}",
        clock=f"{wall:%H:%M}",
        place=next((site.city for site in sites if site.zone == zone), zone),
        site_line=site_line(instant, sites, day=wall.date()),
    )


def by_week(programmes: Iterable[Programme], sites: Sequence[Site], *, zone: str) -> list[Week]:
    """Return the weeks that have meetings, in the time of `zone`."""

    def monday(programme: Programme) -> date:
        day = wall_time(programme.meeting.start, zone).date()
        return day - timedelta(days=day.weekday())

    return [
        Week(
            title=f"{day_text(first)} – {day_text(first + WEEK - timedelta(days=1))}",
            meetings=tuple(meeting_card(programme, sites) for programme in group),
        )
        for first, group in groupby(programmes, key=monday)
    ]


def day_text(day: date) -> str:
    """Return a date in words, like "26 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def _news(meeting: Meeting) -> str:
    if not meeting.takes_place:
        if meeting.reason:
            return _("Cancelled: {reason}", reason=meeting.reason)
        return _("Cancelled")
    if meeting.moved_from is None or not meeting.was_moved:
        return ""
    day = f"{meeting.moved_from:%A} {day_text(meeting.moved_from.date())}"
    time = f"{meeting.moved_from:%H:%M}"
    if meeting.reason:
        return _("Moved from {day}, {time}: {reason}", day=day, time=time, reason=meeting.reason)
    return _("Moved from {day}, {time}", day=day, time=time)
