"""What feeds add to Meridian."""

from bot.messages.guide import MEMBER, PUBLIC, Help
from bot.subject import Subject

FEEDS = Subject(
    name="feeds",
    cogs=("cogs.subscribing",),
    guide=(
        Help("calendar subscribe", PUBLIC, "app: Google"),
        Help("calendar links", MEMBER),
        Help("calendar revoke", MEMBER, "link: Google"),
    ),
)
