"""What series add to Meridian."""

from bot.chat.help import ORGANIZER, PUBLIC, Help
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.series.posts import clock_notice, zones_notice
from bot.subject import Subject

SERIES = Subject(
    name="series",
    cogs=("cogs.series.series", "cogs.series.editing", "cogs.series.notifications"),
    kinds=(
        PostKind(Kind.CLOCKS, draw=clock_notice, stands=True),
        PostKind(Kind.ZONES, draw=zones_notice),
    ),
    guide=(
        Help("series list", PUBLIC),
        Help("series show", PUBLIC, "series: Theory seminar"),
        Help("series create", ORGANIZER, "title: Theory seminar when: Thursdays 17:00 zone: EPFL"),
        Help("series edit", ORGANIZER, "series: Theory seminar when: Tuesdays 17:00"),
        Help(
            "series skip",
            ORGANIZER,
            "series: Theory seminar date: 2027-05-06 reason: Ascension",
        ),
        Help("series unskip", ORGANIZER, "series: Theory seminar date: 2027-05-06"),
        Help("series end", ORGANIZER, "series: Theory seminar"),
    ),
)
