"""What finding a time adds to Meridian."""

from bot.chat.help import MEMBER, PUBLIC, Help
from bot.finding.service.find_time import TimeFinder
from bot.finding.service.overlap import OverlapService
from bot.finding.service.typed_times import TypedTimeService
from bot.storage.database import Store
from bot.subject import Subject

FINDING = Subject(
    name="finding",
    cogs=("cogs.finding.find_time", "cogs.finding.overlap", "cogs.finding.when"),
    guide=(
        Help("overlap", PUBLIC, "sites: epfl, mit week: 2027-01-14"),
        Help("when", PUBLIC, "time: Thu 5pm Zurich"),
        Help("meeting find", MEMBER, "series: Theory seminar minutes: 90 within: 3 weeks"),
    ),
    services=(
        lambda parts: TypedTimeService(parts[Store]),
        lambda parts: TimeFinder(parts[Store]),
        lambda parts: OverlapService(parts[Store]),
    ),
)
