"""What feeds add to Meridian."""

from bot.chat.help import MEMBER, PUBLIC, Help
from bot.subject import Subject

FEEDS = Subject(
    name="feeds",
    cogs=("cogs.feeds",),
    guide=(
        Help("calendar subscribe", PUBLIC, "app: Google"),
        Help("calendar links", MEMBER),
        Help("calendar revoke", MEMBER, "link: Google"),
    ),
)
