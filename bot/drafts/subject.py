"""What drafts add to Meridian."""

from datetime import timedelta

from bot.drafts import store
from bot.drafts.service import DraftService
from bot.storage.database import Store
from bot.storage.expiry import Expiry
from bot.storage.exports import Export
from bot.subject import Subject

DRAFTS = Subject(
    name="drafts",
    expiries=(Expiry(name="drafts", keep=timedelta(days=2), remove=store.remove_older),),
    exports=(Export("drafts", store.of_member),),
    services=(lambda parts: DraftService(parts[Store]),),
)
