"""What series add to Meridian."""

from datetime import timedelta

from bot.chat.help import ORGANIZER, PUBLIC, Help, Task
from bot.core.translation import _
from bot.jobs import Job
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.programme.service.publication import Publisher
from bot.series import store
from bot.series.posts import clock_notice, zones_notice
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.storage.exports import Export
from bot.storage.holdings import Holding
from bot.subject import Subject

SERIES = Subject(
    name="series",
    cogs=("cogs.series.series", "cogs.series.editing", "cogs.series.notifications"),
    kinds=(
        PostKind(Kind.CLOCKS, draw=clock_notice, stands=True),
        PostKind(Kind.ZONES, draw=zones_notice),
    ),
    tasks=(
        Task(
            name="series",
            place=1,
            wish=_("Run a series"),
            command="series create",
            sentence=_("A seminar or meeting that repeats. You see its dates first."),
        ),
    ),
    guide=(
        Help("series list", PUBLIC, "next"),
        Help("series show", PUBLIC, "next", "series: Theory seminar"),
        Help(
            "series create",
            ORGANIZER,
            "series",
            "title: Theory seminar when: Thursdays 17:00 zone: EPFL",
        ),
        Help("series edit", ORGANIZER, "series", "series: Theory seminar when: Tuesdays 17:00"),
        Help(
            "series skip",
            ORGANIZER,
            "series",
            "series: Theory seminar date: 2027-05-06 reason: Ascension",
        ),
        Help("series unskip", ORGANIZER, "series", "series: Theory seminar date: 2027-05-06"),
        Help("series end", ORGANIZER, "series", "series: Theory seminar"),
    ),
    exports=(Export("invitations", store.with_guest, column="guests.member_id"),),
    holdings=(Holding(name="invitations", held=store.guests_held),),
    services=(lambda parts: SeriesService(parts[Store], parts[Publisher]),),
    jobs=lambda parts: (
        Job(
            name="extend series",
            every=timedelta(days=1),
            run=lambda now: parts[SeriesService].extend_horizon(now=now),
        ),
    ),
)
