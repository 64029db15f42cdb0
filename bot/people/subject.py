"""What people add to Meridian."""

from bot.chat.help import MEMBER, Help
from bot.subject import Subject

PEOPLE = Subject(
    name="people",
    cogs=("cogs.people",),
    guide=(
        Help("me set", MEMBER, "site: EPFL hours: 09:00-17:30"),
        Help("me show", MEMBER),
    ),
)
