"""What meetings add to Meridian."""

from bot.chat.help import ORGANIZER, PUBLIC, Help
from bot.meetings.posts.scheduled_events import mirror
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.programme.posts import meetings as meeting_pages
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
)
