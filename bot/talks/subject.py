"""What talks add to Meridian."""

from bot.chat.help import MEMBER, PUBLIC, Help
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.programme.posts import meetings as meeting_pages
from bot.subject import Subject

TALKS = Subject(
    name="talks",
    cogs=("cogs.talks",),
    kinds=(
        PostKind(Kind.SPEAKER_NEWS, draw=meeting_pages.speaker_news),
        PostKind(Kind.SPEAKER_NUDGE, draw=meeting_pages.nudge, wait=meeting_pages.until_at_work),
        PostKind(Kind.ORGANIZER_NUDGE, draw=meeting_pages.nudge),
    ),
    guide=(
        Help("talk signup", MEMBER, "series: Theory seminar"),
        Help("talk list", PUBLIC, "when: past"),
        Help("talk show", PUBLIC, "talk: kernel"),
        Help("talk edit", MEMBER, "talk: kernel"),
        Help("talk withdraw", MEMBER, "talk: kernel"),
        Help("talk materials", MEMBER, "talk: kernel"),
        Help("talk propose", MEMBER, "series: Theory seminar"),
    ),
)
