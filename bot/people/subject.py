"""What people add to Meridian."""

from datetime import timedelta

from bot.chat.help import MEMBER, Help
from bot.people.store import departures
from bot.storage.expiry import Expiry
from bot.subject import Subject

PEOPLE = Subject(
    name="people",
    cogs=("cogs.people",),
    guide=(
        Help("me set", MEMBER, "site: EPFL hours: 09:00-17:30"),
        Help("me show", MEMBER),
    ),
    expiries=(
        Expiry(name="members who left", keep=timedelta(days=365), remove=departures.remove_left),
    ),
)
