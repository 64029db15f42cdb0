"""What meetings add to Meridian."""

from datetime import timedelta

from bot.chat.help import ORGANIZER, PUBLIC, Help, Task
from bot.core.translation import _
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
    tasks=(
        Task(
            name="meeting",
            place=2,
            wish=_("Schedule, move or cancel a meeting"),
            command="meeting schedule",
            sentence=_("Everybody concerned is told, and calendars follow."),
        ),
    ),
    guide=(
        Help("meeting list", PUBLIC, "next"),
        Help("meeting show", PUBLIC, "next", "meeting: 17 Dec"),
        Help(
            "meeting schedule",
            ORGANIZER,
            "meeting",
            "title: Steering call when: Friday 17:00 Lausanne",
        ),
        Help("meeting edit", ORGANIZER, "meeting", "meeting: Steering call people: Ada"),
        Help(
            "meeting move",
            ORGANIZER,
            "meeting",
            "meeting: 17 Dec when: Friday 17:00 Lausanne reason: the speaker travels",
        ),
        Help("meeting cancel", ORGANIZER, "meeting", "meeting: 17 Dec reason: the speaker is ill"),
        Help("meeting mirror", ORGANIZER, "meeting", "meeting: 17 Dec"),
        Help("meeting restore", ORGANIZER, "meeting", "meeting: 17 Dec"),
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
