"""What people add to Meridian."""

from datetime import timedelta

from bot.chat.client import Meridian
from bot.chat.help import MEMBER, Help, Task
from bot.core.translation import _
from bot.jobs import Job
from bot.people.service import MembershipService
from bot.people.store import departures, members
from bot.storage.database import Store
from bot.storage.expiry import Expiry
from bot.storage.exports import exported
from bot.storage.holdings import Holding
from bot.subject import Subject

PEOPLE = Subject(
    name="people",
    cogs=("cogs.people",),
    tasks=(
        Task(
            name="me",
            place=8,
            wish=_("Tell me about you"),
            command="me set",
            sentence=_("With your site and hours, times are shown your way."),
        ),
    ),
    guide=(
        Help("me set", MEMBER, "me", "site: EPFL hours: 09:00-17:30"),
        Help("me show", MEMBER, "me"),
    ),
    expiries=(
        Expiry(name="former-members", keep=timedelta(days=365), remove=departures.remove_left),
    ),
    exports=(exported("profile", members.table.c.id),),
    holdings=(Holding(name="organizers", held=members.organizing),),
    services=(lambda parts: MembershipService(parts[Store]),),
    jobs=lambda parts: (
        Job(name="review members", every=timedelta(hours=6), run=parts[Meridian].review_members),
    ),
)
