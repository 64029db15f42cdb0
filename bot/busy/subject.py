"""What busy add to Meridian."""

from bot.messages.guide import MEMBER, Help
from bot.subject import Subject

BUSY = Subject(
    name="busy",
    cogs=("cogs.consulting",),
    guide=(
        Help("me busy add", MEMBER),
        Help("me busy list", MEMBER),
        Help("me busy remove", MEMBER, "calendar: Work"),
    ),
)
