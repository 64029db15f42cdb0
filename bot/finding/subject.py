"""What finding a time adds to Meridian."""

from bot.chat.help import MEMBER, PUBLIC, Help, Task
from bot.core.translation import _
from bot.finding.service.find_time import TimeFinder
from bot.finding.service.overlap import OverlapService
from bot.finding.service.typed_times import TypedTimeService
from bot.storage.database import Store
from bot.subject import Subject

FINDING = Subject(
    name="finding",
    cogs=("cogs.finding.find_time", "cogs.finding.overlap", "cogs.finding.when"),
    tasks=(
        Task(
            name="find",
            place=4,
            wish=_("Find a time"),
            command="meeting find",
            sentence=_("See the times that suit people at all sites best."),
        ),
        Task(
            name="when",
            place=5,
            wish=_("Convert a time"),
            command="when",
            sentence=_("Type a time the way you would say it. I show it at every site."),
        ),
    ),
    guide=(
        Help("overlap", PUBLIC, "find", "sites: epfl, mit week: 2027-01-14"),
        Help("when", PUBLIC, "when", "time: Thu 5pm Zurich"),
        Help("meeting find", MEMBER, "find", "series: Theory seminar minutes: 90 within: 3 weeks"),
    ),
    services=(
        lambda parts: TypedTimeService(parts[Store]),
        lambda parts: TimeFinder(parts[Store]),
        lambda parts: OverlapService(parts[Store]),
    ),
)
