"""What sites add to Meridian."""

from datetime import timedelta

from bot.chat.help import MEMBER, ORGANIZER, PUBLIC, Help
from bot.jobs import Job
from bot.sites.service.closures import ClosureService
from bot.sites.service.sites import SiteService
from bot.sites.store import tables
from bot.storage.database import Store
from bot.storage.exports import exported
from bot.subject import Subject

SITES = Subject(
    name="sites",
    cogs=("cogs.sites.sites", "cogs.sites.closures", "cogs.sites.own_closures"),
    guide=(
        Help("me closure list", MEMBER),
        Help("me closure add", MEMBER, "first: 2027-03-08 last: 2027-03-19"),
        Help("me closure remove", MEMBER),
        Help("site list", PUBLIC),
        Help("site show", PUBLIC, "site: EPFL"),
        Help("site add", ORGANIZER, "slug: ens name: ENS city: Paris country: France"),
        Help("site closure list", PUBLIC, "site: EPFL"),
        Help("site closure add", ORGANIZER, "site: EPFL name: Year-end closure first: 2026-12-24"),
        Help("site closure remove", ORGANIZER, "site: EPFL"),
        Help("site closure import", ORGANIZER, "site: EPFL only: holiday, closed"),
        Help("site edit", ORGANIZER, "site: EPFL hours: 08:00-18:00"),
    ),
    exports=(exported("closures", tables.closures.c.member_id),),
    services=(
        lambda parts: SiteService(parts[Store]),
        lambda parts: ClosureService(parts[Store]),
    ),
    starts=(lambda parts, _now: parts[ClosureService].ship(),),
    jobs=lambda parts: (
        Job(
            name="learn holidays",
            every=timedelta(days=1),
            run=lambda now: parts[ClosureService].learn(now=now),
            at_once=True,
        ),
    ),
)
