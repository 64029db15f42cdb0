"""What people add to Meridian."""

from bot.messages.guide import MEMBER, Help
from bot.subject import Subject

PEOPLE = Subject(
    name="people",
    cogs=("cogs.joining",),
    guide=(
        Help("me set", MEMBER, "site: EPFL hours: 09:00-17:30"),
        Help("me show", MEMBER),
    ),
)
