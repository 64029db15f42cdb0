"""Ladders: what falls due before a meeting, for channels, members, speakers and organizers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.attendance.model import Answer
from bot.meetings.model.scheduled_events import MIRRORED_AHEAD
from bot.outbox.deliveries import (
    Due,
    Kind,
    about_meeting,
    about_talk,
    moment_key,
    to_channel,
    to_member,
    to_server,
)
from bot.people.model.members import Member
from bot.series.model.series import Series, Visibility
from bot.servers.model.collaborations import Collaboration
from bot.sites.model.sites import Site
from bot.sites.model.working_hours import WorkingHours
from bot.talks.model.talks import Booking, Programme, Talk
from bot.times.zones import occurrence_instant, wall_time

MORNING = time(9)
DAY = timedelta(days=1)
# Deliveries are planned this far ahead; housekeeping takes in what comes nearer each day.
HORIZON = timedelta(days=35)
NUDGES = (14, 7, 3, 1)  # days before a talk
GUEST_NUDGES = (7, 1)  # days before a guest's talk, who has no Discord: organizers hear of it
ORGANIZER_NUDGE = timedelta(hours=20)  # before the talk, when its speaker has not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """What a series says before its meetings.

    Talks are announced once title and abstract are in, at most `talk_days` ahead; a meeting without
    any talk `meeting_days` ahead; 0 announces nothing. `morning_sites` are the ids of the sites in
    whose morning the channel is reminded the day before; None means the host's or anchor's.
    `minutes` is how long before the start the channel is told that it begins, 0 for not at all.
    `role_id` is the one role that announcements ping; `nudges` asks speakers for what is missing.
    `threads` opens a thread for questions under each talk's announcement.
    """

    talk_days: int = 28
    meeting_days: int = 7
    morning_sites: tuple[int, ...] | None = None
    minutes: int = 15
    role_id: int | None = None
    nudges: bool = True
    threads: bool = False


class Way(StrEnum):
    """How a member wants to be reminded."""

    CHANNEL = "channel"
    DM = "dm"
    NOTHING = "nothing"


class About(StrEnum):
    """What a member wants to be reminded of by direct message."""

    MINE = "mine"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """How a member wants to be reminded; `leads` are minutes before the start, longest first."""

    way: Way = Way.CHANNEL
    leads: tuple[int, ...] = (24 * 60, 15)
    about: About = About.MINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a collaboration's deliveries may go to, as far as they concern one meeting.

    `reminded` are the members who want direct messages, `answers` what members said of the meeting,
    `speakers` when its speakers work. `organizers` are the targets by which organizers are told.
    `mirrored_in` is the server whose events show it, None for none.
    """

    channel_id: int | None
    sites: Sequence[Site]
    anchor: Site | None
    reminded: Sequence[tuple[Member, Preference]] = ()
    answers: dict[int, Answer] = field(default_factory=dict)
    speakers: dict[int, WorkingHours] = field(default_factory=dict)
    organizers: Sequence[str] = ()
    mirrored_in: int | None = None


def channel_of(series: Series, collaboration: Collaboration) -> int | None:
    """Return where a series' meetings are announced: one for members never where all may read."""
    everywhere = series.visibility is Visibility.PUBLIC
    return series.channel_id or (collaboration.announcement_channel_id if everywhere else None)


def due_before(
    programme: Programme, ladder: Ladder, audience: Audience, *, now: datetime
) -> list[Due]:
    """Return all that falls due before a meeting, as things are now; nothing once it has begun."""
    meeting = programme.meeting
    if not meeting.takes_place or meeting.start <= now or meeting.start > now + HORIZON:
        return []
    return [
        *_announcements(programme, ladder, audience, now=now),
        *_mornings(programme, ladder, audience),
        *_soon(programme, ladder, audience),
        *_reminders(programme, audience),
        *(_nudges(programme, audience) if ladder.nudges else ()),
        *_mirror(programme, audience, now=now),
    ]


def missing_of(talk: Talk) -> tuple[str, ...]:
    """Return what its speaker has not said of a talk yet, in the words that people are told."""
    known = (
        ("title", talk.title is not None),
        ("abstract", bool(talk.abstract)),
        ("slides", talk.slides is not None),
        ("recording consent", talk.recording is not None),
    )
    return tuple(name for name, is_known in known if not is_known)


def is_announceable(talk: Talk) -> bool:
    """Say whether a talk's title and abstract are in."""
    return talk.title is not None and bool(talk.abstract)


def _announcements(
    programme: Programme, ladder: Ladder, audience: Audience, *, now: datetime
) -> Iterator[Due]:
    if audience.channel_id is None:
        return
    target = to_channel(audience.channel_id)
    for booking in programme.bookings:
        talk = booking.talk
        if talk is not None and is_announceable(talk) and ladder.talk_days:
            yield Due(
                kind=Kind.ANNOUNCEMENT,
                what=about_talk(talk.id),
                target=target,
                due=max(now, booking.start - ladder.talk_days * DAY),
                pointless_after=booking.end,
            )
    if not programme.talks and ladder.meeting_days:
        yield Due(
            kind=Kind.ANNOUNCEMENT,
            what=about_meeting(programme.meeting.id),
            target=target,
            due=max(now, _morning(programme, ladder.meeting_days, programme.series.zone)),
            pointless_after=programme.meeting.end,
        )


def _mornings(programme: Programme, ladder: Ladder, audience: Audience) -> Iterator[Due]:
    """Yield the reminders of the day before: one for all sites that share a clock.

    Once the channel is told that the meeting begins, they are not worth saying any more.
    """
    if audience.channel_id is None:
        return
    start = programme.meeting.start
    for zone in dict.fromkeys(_morning_zones(programme, ladder, audience)):
        due = _morning(programme, 1, zone)
        yield Due(
            kind=Kind.DAY_BEFORE,
            what=about_meeting(programme.meeting.id),
            target=to_channel(audience.channel_id),
            occurrence=f"{moment_key(start)} {zone}",
            due=due,
            pointless_after=max(due, start - timedelta(minutes=ladder.minutes)),
        )


def _morning_zones(programme: Programme, ladder: Ladder, audience: Audience) -> Iterable[str]:
    if ladder.morning_sites is not None:
        return (site.zone for site in audience.sites if site.id in ladder.morning_sites)
    host = next((s for s in audience.sites if s.id == programme.series.site_id), audience.anchor)
    return (programme.series.zone if host is None else host.zone,)


def _morning(programme: Programme, days: int, zone: str) -> datetime:
    """Return the morning so many days before a meeting's day, both as the zone has them."""
    day = wall_time(programme.meeting.start, zone).date() - days * DAY
    return occurrence_instant(datetime.combine(day, MORNING), zone)


def _soon(programme: Programme, ladder: Ladder, audience: Audience) -> Iterator[Due]:
    if audience.channel_id is None or not ladder.minutes:
        return
    start = programme.meeting.start
    yield Due(
        kind=Kind.SOON,
        what=about_meeting(programme.meeting.id),
        target=to_channel(audience.channel_id),
        occurrence=moment_key(start),
        due=start - timedelta(minutes=ladder.minutes),
        pointless_after=start,
    )


def _reminders(programme: Programme, audience: Audience) -> Iterator[Due]:
    start = programme.meeting.start
    for member, preference in audience.reminded:
        if not concerns(programme, member, preference, audience.answers):
            continue
        for lead, following in zip(preference.leads, (*preference.leads[1:], 0), strict=True):
            yield Due(
                kind=Kind.REMINDER,
                what=about_meeting(programme.meeting.id),
                target=to_member(member.id),
                occurrence=f"{moment_key(start)} {lead}",
                due=start - timedelta(minutes=lead),
                pointless_after=start - timedelta(minutes=following),
            )


def concerns(
    programme: Programme, member: Member, preference: Preference, answers: dict[int, Answer]
) -> bool:
    """Say whether a member who wants direct messages wants them about this meeting."""
    answer = answers.get(member.id)
    if answer is Answer.NO or not programme.series.is_for(member.id):
        return False
    own = any(talk.is_given_by(member.id) for talk in programme.talks)
    comes = answer in {Answer.GOING, Answer.MAYBE}
    return own or comes or preference.about is About.EVERYTHING


def _mirror(programme: Programme, audience: Audience, *, now: datetime) -> Iterator[Due]:
    if audience.mirrored_in is not None:
        start = programme.meeting.start
        yield Due(
            kind=Kind.MIRROR,
            what=about_meeting(programme.meeting.id),
            target=to_server(audience.mirrored_in),
            due=max(now, start - MIRRORED_AHEAD),
            pointless_after=start,
        )


def _nudges(programme: Programme, audience: Audience) -> Iterator[Due]:
    for booking in programme.bookings:
        if booking.talk is not None and missing_of(booking.talk):
            yield from _nudges_of(booking, booking.talk, audience)


def _nudges_of(booking: Booking, talk: Talk, audience: Audience) -> Iterator[Due]:
    """Yield the rungs for each speaker in their own working hours, then those for organizers."""
    known = (s.member_id for s in talk.speakers if s.member_id is not None)
    speaking = [member_id for member_id in known if member_id in audience.speakers]
    for member_id in speaking:
        hours = audience.speakers[member_id]
        rungs = [hours.next_from(booking.start - days * DAY) for days in NUDGES]
        for days, due, following in zip(NUDGES, rungs, [*rungs[1:], booking.start], strict=True):
            if due < following:  # a rung that its speaker's days off push to the next is that one
                nudge = _nudge(Kind.SPEAKER_NUDGE, booking, talk, to_member(member_id), days, due)
                yield replace(nudge, pointless_after=following)
    asked = {to_member(member_id) for member_id in speaking}
    others = [target for target in audience.organizers if target not in asked]
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
