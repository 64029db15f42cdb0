"""What servers add to Meridian."""

from bot.messages.guide import ORGANIZER, PUBLIC, Help
from bot.subject import Subject

SERVERS = Subject(
    name="servers",
    cogs=("cogs.founding", "cogs.departing"),
    guide=(
        Help("help", PUBLIC),
        Help("setup", ORGANIZER, "name: Foundations of Deep Learning slug: deep-learning-theory"),
        Help("status", ORGANIZER),
    ),
)
