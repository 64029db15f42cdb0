"""The deliveries that fall due before a meeting."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

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
from bot.programme.model.delivery_targets import DeliveryTargets
from bot.programme.model.reminders import HORIZON, About, Preference, ReminderSchedule
from bot.programme.model.speaker_nudges import speaker_nudges
from bot.programme.model.talk_details import is_announceable
from bot.talks.model.talks import Programme
from bot.times.zones import occurrence_instant, wall_time

MORNING = time(9)
DAY = timedelta(days=1)


def due_before(
    programme: Programme, schedule: ReminderSchedule, targets: DeliveryTargets, *, now: datetime
) -> list[Due]:
    """Return all deliveries due before a meeting; none once it has begun."""
    meeting = programme.meeting
    if not meeting.takes_place or meeting.start <= now or meeting.start > now + HORIZON:
        return []
    return [
        *_announcements(programme, schedule, targets, now=now),
        *_mornings(programme, schedule, targets),
        *_soon(programme, schedule, targets),
        *_reminders(programme, targets),
        *(speaker_nudges(programme, targets) if schedule.nudges else ()),
        *_mirror(programme, targets, now=now),
    ]


def _announcements(
    programme: Programme, schedule: ReminderSchedule, targets: DeliveryTargets, *, now: datetime
) -> Iterator[Due]:
    if targets.channel_id is None:
        return
    target = to_channel(targets.channel_id)
    for booking in programme.bookings:
        talk = booking.talk
        if talk is not None and is_announceable(talk) and schedule.talk_days:
            yield Due(
                kind=Kind.ANNOUNCEMENT,
                what=about_talk(talk.id),
                target=target,
                due=max(now, booking.start - schedule.talk_days * DAY),
                pointless_after=booking.end,
            )
    if not programme.talks and schedule.meeting_days:
        yield Due(
            kind=Kind.ANNOUNCEMENT,
            what=about_meeting(programme.meeting.id),
            target=target,
            due=max(now, _morning(programme, schedule.meeting_days, programme.terms.zone)),
            pointless_after=programme.meeting.end,
        )


def _mornings(
    programme: Programme, schedule: ReminderSchedule, targets: DeliveryTargets
) -> Iterator[Due]:
    """Yield the reminders of the day before, one for all sites that share a clock.

    They become pointless once the channel is reminded shortly before the start.
    """
    if targets.channel_id is None:
        return
    start = programme.meeting.start
    for zone in dict.fromkeys(_morning_zones(programme, schedule, targets)):
        due = _morning(programme, 1, zone)
        yield Due(
            kind=Kind.DAY_BEFORE,
            what=about_meeting(programme.meeting.id),
            target=to_channel(targets.channel_id),
            occurrence=f"{moment_key(start)} {zone}",
            due=due,
            pointless_after=max(due, start - timedelta(minutes=schedule.minutes)),
        )


def _morning_zones(
    programme: Programme, schedule: ReminderSchedule, targets: DeliveryTargets
) -> Iterable[str]:
    if schedule.morning_sites is not None:
        return (site.zone for site in targets.sites if site.id in schedule.morning_sites)
    host = next((s for s in targets.sites if s.id == programme.terms.site_id), targets.anchor)
    return (programme.terms.zone if host is None else host.zone,)


def _morning(programme: Programme, days: int, zone: str) -> datetime:
    """Return the morning so many days before a meeting's day, both in the zone."""
    day = wall_time(programme.meeting.start, zone).date() - days * DAY
    return occurrence_instant(datetime.combine(day, MORNING), zone)


def _soon(
    programme: Programme, schedule: ReminderSchedule, targets: DeliveryTargets
) -> Iterator[Due]:
    if targets.channel_id is None or not schedule.minutes:
        return
    start = programme.meeting.start
    yield Due(
        kind=Kind.SOON,
        what=about_meeting(programme.meeting.id),
        target=to_channel(targets.channel_id),
        occurrence=moment_key(start),
        due=start - timedelta(minutes=schedule.minutes),
        pointless_after=start,
    )


def _reminders(programme: Programme, targets: DeliveryTargets) -> Iterator[Due]:
    start = programme.meeting.start
    for member, preference in targets.reminded:
        if not concerns(programme, member, preference, targets.answers):
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
    programme: Programme, member: Member, preference: Preference, answers: Mapping[int, Answer]
) -> bool:
    """Return whether a member who wants direct messages wants them about this meeting."""
    answer = answers.get(member.id)
    if answer is Answer.NO or not programme.terms.is_for(member.id):
        return False
    own = any(talk.is_given_by(member.id) for talk in programme.talks)
    comes = answer in {Answer.GOING, Answer.MAYBE}
    return own or comes or preference.about is About.EVERYTHING


def _mirror(programme: Programme, targets: DeliveryTargets, *, now: datetime) -> Iterator[Due]:
    if targets.mirrored_in is not None:
        start = programme.meeting.start
        yield Due(
            kind=Kind.MIRROR,
            what=about_meeting(programme.meeting.id),
            target=to_server(targets.mirrored_in),
            due=max(now, start - MIRRORED_AHEAD),
            pointless_after=start,
        )
