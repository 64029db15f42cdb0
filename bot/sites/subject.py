"""What sites add to Meridian."""

from datetime import timedelta

from bot.chat.help import MEMBER, ORGANIZER, PUBLIC, Help
from bot.jobs import Job
from bot.sites.service.closures import ClosureService
from bot.sites.service.holiday_reviews import HolidayReviewService
from bot.sites.service.sites import SiteService
from bot.sites.store import tables
from bot.storage.database import Store
from bot.storage.exports import exported
from bot.subject import Subject

SITES = Subject(
    name="sites",
    cogs=("cogs.sites.sites", "cogs.sites.closures", "cogs.sites.own_closures"),
    guide=(
        Help("me closure list", MEMBER, "me"),
        Help("me closure add", MEMBER, "me", "first: 2027-03-08 last: 2027-03-19"),
        Help("me closure remove", MEMBER, "me", "closure: 8 Mar"),
        Help("site list", PUBLIC, "server"),
        Help("site show", PUBLIC, "server", "site: EPFL"),
        Help(
            "site add",
            ORGANIZER,
            "server",
            "slug: ens name: ENS city: Paris country: France latitude: 48.84 longitude: 2.34 "
            "zone: Europe/Paris",
        ),
        Help("site closure list", PUBLIC, "server", "site: EPFL"),
        Help(
            "site closure add",
            ORGANIZER,
            "server",
            "site: EPFL name: Year-end closure first: 2026-12-24",
        ),
        Help("site closure remove", ORGANIZER, "server", "site: EPFL closure: Year-end closure"),
        Help(
            "site closure import",
            ORGANIZER,
            "server",
            "site: EPFL file: holidays.ics only: holiday, closed",
        ),
        Help("site edit", ORGANIZER, "server", "site: EPFL hours: 08:00-18:00"),
    ),
    exports=(exported("closures", tables.closures.c.member_id),),
    services=(
        lambda parts: SiteService(parts[Store]),
        lambda parts: ClosureService(parts[Store]),
        lambda parts: HolidayReviewService(parts[Store]),
    ),
    starts=(lambda parts, _now: parts[ClosureService].ship(),),
    jobs=lambda parts: (
        Job(
            name="learn holidays",
            every=timedelta(days=1),
            run=lambda now: parts[ClosureService].learn(now=now),
            at_once=True,
        ),
        Job(
            name="review holidays",
            every=timedelta(days=1),
            run=lambda now: parts[HolidayReviewService].review(now=now),
        ),
    ),
)
