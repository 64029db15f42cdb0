"""What servers add to Meridian."""

from bot.chat.help import ORGANIZER, PUBLIC, Help
from bot.subject import Subject

SERVERS = Subject(
    name="servers",
    cogs=("cogs.servers.setup", "cogs.servers.departures"),
    guide=(
        Help("help", PUBLIC),
        Help("setup", ORGANIZER, "name: Foundations of Deep Learning slug: deep-learning-theory"),
        Help("status", ORGANIZER),
    ),
)
