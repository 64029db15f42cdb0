"""What privacy adds to Meridian."""

from datetime import timedelta

from bot.chat.help import MEMBER, Help
from bot.jobs import Job
from bot.privacy.service.expired_rows import ExpiredRows
from bot.privacy.service.personal_data import PersonalData
from bot.storage.database import Store
from bot.storage.expiry import Expiries
from bot.storage.exports import Exports
from bot.subject import Subject

PRIVACY = Subject(
    name="privacy",
    cogs=("cogs.privacy",),
    guide=(Help("data export", MEMBER, "me"),),
    services=(
        lambda parts: PersonalData(parts[Store], parts[Exports]),
        lambda parts: ExpiredRows(parts[Store], parts[Expiries].every),
    ),
    jobs=lambda parts: (
        Job(
            name="expire",
            every=timedelta(hours=1),
            run=lambda now: parts[ExpiredRows].remove(now=now),
        ),
    ),
)
