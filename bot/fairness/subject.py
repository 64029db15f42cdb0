"""What fairness adds to Meridian."""

from bot.chat.help import ORGANIZER, PUBLIC, Help
from bot.fairness.service import FairnessService
from bot.programme.service.publication import Publisher
from bot.storage.database import Store
from bot.subject import Subject

FAIRNESS = Subject(
    name="fairness",
    cogs=("cogs.fairness",),
    guide=(
        Help("fair show", PUBLIC, "find", "series: Theory seminar"),
        Help("fair plan", ORGANIZER, "series", "series: Theory seminar meetings: 26"),
    ),
    services=(lambda parts: FairnessService(parts[Store], parts[Publisher]),),
)
