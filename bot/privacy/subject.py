"""What privacy adds to Meridian."""

from bot.chat.help import MEMBER, Help
from bot.privacy.service.personal_data import PersonalData
from bot.storage.database import Store
from bot.storage.exports import Exports
from bot.subject import Subject

PRIVACY = Subject(
    name="privacy",
    cogs=("cogs.privacy",),
    guide=(Help("data export", MEMBER),),
    services=(lambda parts: PersonalData(parts[Store], parts[Exports]),),
)
