"""What talks add to Meridian."""

from datetime import timedelta

from bot.chat.help import MEMBER, PUBLIC, Help, Task
from bot.core.translation import _
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.people.model.changes import MemberLeft
from bot.programme.posts import meetings as meeting_pages
from bot.programme.service.publication import Publisher
from bot.storage.database import Store
from bot.storage.expiry import Expiry
from bot.storage.exports import exported, exported_through
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject
from bot.talks.service.departures import tell_organizers
from bot.talks.service.search import TalkSearch
from bot.talks.service.talks import TalkService
from bot.talks.store import tables, talks

TALKS = Subject(
    name="talks",
    cogs=(
        "cogs.talks.talks",
        "cogs.talks.signup",
        "cogs.talks.editing",
        "cogs.talks.withdrawal",
        "cogs.talks.proposals",
    ),
    kinds=(
        PostKind(Kind.SPEAKER_NEWS, draw=meeting_pages.speaker_news),
        PostKind(Kind.SPEAKER_NUDGE, draw=meeting_pages.nudge, wait=meeting_pages.until_at_work),
        PostKind(Kind.ORGANIZER_NUDGE, draw=meeting_pages.nudge),
    ),
    tasks=(
        Task(
            name="talk",
            place=2,
            wish=_("Give a talk"),
            command="talk signup",
            sentence=_("Pick a free slot. Title and abstract can wait."),
        ),
    ),
    guide=(
        Help("talk signup", MEMBER, "talk", "series: Theory seminar slot: 17 Dec"),
        Help("talk list", PUBLIC, "next", "when: past"),
        Help("talk show", PUBLIC, "next", "talk: kernel"),
        Help("talk edit", MEMBER, "talk", "talk: kernel"),
        Help("talk withdraw", MEMBER, "talk", "talk: kernel"),
        Help("talk materials", MEMBER, "talk", "talk: kernel"),
        Help("talk propose", MEMBER, "talk", "series: Theory seminar"),
    ),
    expiries=(
        Expiry(name="withdrawn talks", keep=timedelta(days=365), remove=talks.remove_withdrawn),
    ),
    exports=(
        exported("speakers", tables.speakers.c.member_id),
        exported_through(
            "talks", tables.talks.c.id, tables.speakers.c.talk_id, tables.speakers.c.member_id
        ),
    ),
    holdings=(Holding(name="talks", held=talks.held),),
    hooks=lambda _parts: (Hook(MemberLeft, tell_organizers),),
    services=(
        lambda parts: TalkService(parts[Store], parts[Publisher]),
        lambda parts: TalkSearch(parts[Store]),
    ),
)
