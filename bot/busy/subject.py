"""What busy add to Meridian."""

from bot.chat.help import MEMBER, Help
from bot.subject import Subject

BUSY = Subject(
    name="busy",
    cogs=("cogs.busy",),
    guide=(
        Help("me busy add", MEMBER),
        Help("me busy list", MEMBER),
        Help("me busy remove", MEMBER, "calendar: Work"),
    ),
)
