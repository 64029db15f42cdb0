"""What servers add to Meridian."""

from datetime import timedelta

from bot.chat.help import ORGANIZER, PUBLIC, Help
from bot.jobs import Job
from bot.outbox.kinds import Kinds
from bot.servers.service.departures import DepartureService
from bot.servers.service.setup import SetupService
from bot.storage.database import Store
from bot.subject import Subject

SERVERS = Subject(
    name="servers",
    cogs=(
        "cogs.servers.setup",
        "cogs.servers.help",
        "cogs.servers.status",
        "cogs.servers.departures",
    ),
    guide=(
        Help("help", PUBLIC),
        Help("setup", ORGANIZER, "name: Foundations of Deep Learning slug: deep-learning-theory"),
        Help("status", ORGANIZER),
    ),
    services=(
        lambda parts: SetupService(parts[Store]),
        lambda parts: DepartureService(parts[Store], standing=parts[Kinds].standing),
    ),
    jobs=lambda parts: (
        # Asked every hour, done once a day: also where the program starts again each day.
        Job(
            name="back up",
            every=timedelta(hours=1),
            run=lambda now: parts[Store].back_up(now=now),
        ),
        Job(
            name="delete servers that left",
            every=timedelta(days=1),
            run=lambda now: parts[DepartureService].delete_old(now=now),
        ),
    ),
)
