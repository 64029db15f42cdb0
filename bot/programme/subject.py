"""What the programme adds to Meridian."""

from datetime import timedelta

from bot.chat.help import MEMBER, ORGANIZER, PUBLIC, Help, Task
from bot.core.translation import _
from bot.jobs import Job
from bot.outbox.deliveries import Kind, to_member
from bot.outbox.kinds import PostKind
from bot.outbox.tables import deliveries
from bot.programme.posts import meetings as meeting_pages
from bot.programme.posts import threads
from bot.programme.service.agenda import Agendas
from bot.programme.service.publication import Publisher
from bot.programme.store import past_deliveries, reminders
from bot.servers.model.changes import CollaborationChanged, CollaborationReturned
from bot.storage.database import Store
from bot.storage.expiry import Expiry
from bot.storage.exports import exported
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject

PROGRAMME = Subject(
    name="programme",
    cogs=("cogs.programme",),
    kinds=(
        PostKind(
            Kind.ANNOUNCEMENT,
            draw=meeting_pages.announcement,
            follow=threads.after_announcement,
            stands=True,
        ),
        PostKind(Kind.DAY_BEFORE, draw=meeting_pages.channel_reminder, stands=True),
        PostKind(Kind.SOON, draw=meeting_pages.channel_reminder, stands=True),
        PostKind(Kind.REMINDER, draw=meeting_pages.personal_reminder),
        PostKind(Kind.NOTICE, draw=meeting_pages.change_notice),
    ),
    tasks=(
        Task(
            name="next",
            place=1,
            wish=_("See what is coming"),
            command="next",
            sentence=_("Your next meetings and talks, in your own time."),
        ),
        Task(
            name="remind",
            place=6,
            wish=_("Be reminded"),
            command="me notify",
            sentence=_("Choose when I send you a direct message before a meeting."),
        ),
    ),
    guide=(
        Help("next", PUBLIC, "next"),
        Help("series notify", ORGANIZER, "series", "series: Theory seminar mornings: epfl, mit"),
        Help("me notify", MEMBER, "remind", "way: dm leads: 1 day, 15 minutes"),
        Help("remind", MEMBER, "remind", "what: send the slides when: 2 days"),
    ),
    holdings=(Holding(name="reminders", held=reminders.letters_held),),
    expiries=(
        Expiry(name="deliveries", keep=timedelta(days=90), remove=past_deliveries.remove_over),
    ),
    exports=(
        exported("preferences", reminders.preferences.c.member_id),
        exported(
            "deliveries",
            deliveries.c.target,
            without=("payload", "digest", "lease_until"),
            value=to_member,
        ),
    ),
    services=(lambda parts: Agendas(parts[Store]),),
    hooks=lambda parts: (
        Hook(CollaborationChanged, parts[Publisher].follow_collaboration),
        Hook(CollaborationReturned, parts[Publisher].plan_again),
    ),
    jobs=lambda parts: (
        Job(
            name="plan deliveries",
            every=timedelta(days=1),
            run=lambda now: parts[Publisher].planner.plan_ahead(parts[Store], now=now),
        ),
    ),
)
