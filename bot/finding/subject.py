"""What finding a time adds to Meridian."""

from bot.chat.help import MEMBER, PUBLIC, Help
from bot.subject import Subject

FINDING = Subject(
    name="finding",
    cogs=("cogs.finding.find_time", "cogs.finding.overlap", "cogs.finding.when"),
    guide=(
        Help("overlap", PUBLIC, "sites: epfl, mit week: 2027-01-14"),
        Help("when", PUBLIC, "time: Thu 5pm Zurich"),
        Help("meeting find", MEMBER, "series: Theory seminar minutes: 90 within: 3 weeks"),
    ),
)
