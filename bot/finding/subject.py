"""What finding add to Meridian."""

from bot.messages.guide import MEMBER, PUBLIC, Help
from bot.subject import Subject

FINDING = Subject(
    name="finding",
    cogs=("cogs.seeking", "cogs.overlapping", "cogs.timing"),
    guide=(
        Help("overlap", PUBLIC, "sites: epfl, mit week: 2027-01-14"),
        Help("when", PUBLIC, "time: Thu 5pm Zurich"),
        Help("meeting find", MEMBER, "series: Theory seminar minutes: 90 within: 3 weeks"),
    ),
)
