"""What meetings add to Meridian."""

from datetime import timedelta

from bot.chat.help import ORGANIZER, PUBLIC, Help
from bot.jobs import Job
from bot.meetings.posts.scheduled_events import mirror
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.meetings.service.scheduled_events import ScheduledEventService
from bot.meetings.service.time_zone_release import note_timelines
from bot.meetings.store import meetings
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.programme.posts import meetings as meeting_pages
from bot.programme.service.publication import Publisher
from bot.servers.model.changes import CollaborationEnds
from bot.storage.database import Store
from bot.storage.hooks import Hook
from bot.subject import Subject

MEETINGS = Subject(
    name="meetings",
    cogs=(
        "cogs.meetings.meetings",
        "cogs.meetings.changes",
        "cogs.meetings.one_off_meetings",
        "cogs.meetings.one_off_editing",
        "cogs.meetings.scheduled_events",
    ),
    kinds=(
        PostKind(Kind.INVITATION, draw=meeting_pages.invitation, stands=True),
        PostKind(Kind.MIRROR, act=mirror, stands=True),
    ),
    guide=(
        Help("meeting list", PUBLIC),
        Help("meeting show", PUBLIC, "meeting: 12 Mar"),
        Help("meeting schedule", ORGANIZER, "title: Steering call when: 2027-03-12 17:00 Lausanne"),
        Help("meeting edit", ORGANIZER, "meeting: Steering call people: Ada"),
        Help("meeting move", ORGANIZER, "meeting: 12 Mar when: 2027-03-12 17:00 Lausanne"),
        Help("meeting cancel", ORGANIZER, "meeting: 12 Mar reason: the speaker is ill"),
        Help("meeting mirror", ORGANIZER, "meeting: 12 Mar"),
        Help("meeting restore", ORGANIZER, "meeting: 12 Mar"),
    ),
    services=(
        lambda parts: MeetingService(parts[Store], parts[Publisher]),
        lambda parts: OneOffMeetingService(parts[Store], parts[Publisher]),
        lambda parts: ScheduledEventService(parts[Store]),
    ),
    hooks=lambda _parts: (
        Hook(CollaborationEnds, lambda connection, _ends: meetings.keep_last_id(connection)),
    ),
    jobs=lambda parts: (
        Job(
            name="note clocks",
            every=timedelta(days=1),
            run=lambda now: note_timelines(parts[Store], now=now),
        ),
    ),
)
