"""What servers add to Meridian."""

from datetime import timedelta

from bot.chat.help import ORGANIZER, PUBLIC, Help, Task
from bot.core.translation import _
from bot.jobs import Job
from bot.outbox.kinds import Kinds
from bot.servers.service.departures import DepartureService
from bot.servers.service.roles import RoleService
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
        "cogs.servers.roles",
    ),
    tasks=(
        Task(
            name="server",
            place=4,
            wish=_("Set up the server"),
            command="setup",
            sentence=_("Name, roles, channels and sites."),
        ),
    ),
    guide=(
        Help("help", PUBLIC, "server"),
        Help(
            "setup",
            ORGANIZER,
            "server",
            "name: Foundations of Deep Learning slug: deep-learning-theory",
        ),
        Help("status", ORGANIZER, "server"),
    ),
    services=(
        lambda parts: SetupService(parts[Store]),
        lambda parts: RoleService(parts[Store]),
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
