"""What announcements add to Meridian."""

from bot.announcements import posts as notice_pages
from bot.announcements.service.announcements import Announcements
from bot.announcements.service.own_reminders import OwnReminders
from bot.announcements.service.receipts import Receipts
from bot.announcements.service.reminder_settings import ReminderSettings
from bot.announcements.service.templates import Templates
from bot.chat.help import ORGANIZER, Help, Task
from bot.core.translation import _
from bot.outbox.deliveries import Kind, about_own_reminders
from bot.outbox.kinds import PostKind
from bot.outbox.tables import deliveries
from bot.programme.posts import digest, publishing, threads
from bot.programme.service.publication import Publisher
from bot.storage.database import Store
from bot.storage.exports import exported
from bot.subject import Subject

ANNOUNCEMENTS = Subject(
    name="announcements",
    cogs=(
        "cogs.announcements.announcements",
        "cogs.announcements.compositions",
        "cogs.announcements.receipts",
        "cogs.announcements.templates",
        "cogs.announcements.reminders",
        "cogs.announcements.talk_completion",
    ),
    kinds=(
        PostKind(Kind.DIGEST, draw=digest.digest, stands=True),
        PostKind(Kind.BOARD, draw=digest.board, stands=True),
        PostKind(
            Kind.COMPOSED,
            draw=notice_pages.composition,
            follow=notice_pages.after_composition,
            stands=True,
        ),
        PostKind(Kind.OWN, draw=notice_pages.own_reminder),
        PostKind(Kind.TROUBLE, draw=notice_pages.trouble_told),
        PostKind(Kind.THREAD, act=threads.open_thread, stands=True),
        PostKind(Kind.THREAD_END, act=threads.end_thread),
        PostKind(Kind.PUBLISHING, act=publishing.publish),
    ),
    tasks=(
        Task(
            name="announce",
            place=3,
            wish=_("Announce something"),
            command="announce compose",
            sentence=_("Write it, look at it, then post it now or later."),
        ),
    ),
    guide=(
        Help("announce compose", ORGANIZER, "announce", "channel: #announcements"),
        Help("announce list", ORGANIZER, "announce"),
        Help("announce edit", ORGANIZER, "announce", "announcement: Summer school"),
        Help("announce cancel", ORGANIZER, "announce", "announcement: Summer school"),
        Help("announce board", ORGANIZER, "announce", "channel: #announcements"),
        Help("announce talk", ORGANIZER, "announce", "talk: kernel"),
        Help("announce receipts", ORGANIZER, "announce", "state: parked"),
        Help("announce template", ORGANIZER, "announce", "name: weekly"),
    ),
    exports=(
        exported(
            "own_reminders",
            deliveries.c.what,
            without=("digest", "lease_until"),
            value=about_own_reminders,
        ),
    ),
    services=(
        lambda parts: ReminderSettings(parts[Store], parts[Publisher]),
        lambda parts: OwnReminders(parts[Store]),
        lambda parts: Announcements(parts[Store]),
        lambda parts: Receipts(parts[Store]),
        lambda parts: Templates(parts[Store]),
    ),
)
