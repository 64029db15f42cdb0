"""What a subject is: all that it adds to Meridian, in one value that the parts are built from."""

from dataclasses import dataclass

from bot.chat.help import Help
from bot.outbox.kinds import PostKind
from bot.storage.expiry import Expiry


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject by its name, which is also its folder's.

    `cogs` are loaded in this order, `kinds` are what the outbox can send, `guide` is what /help
    shows, `expiries` are the rows that are removed some time after they are over.
    """

    name: str
    cogs: tuple[str, ...] = ()
    kinds: tuple[PostKind, ...] = ()
    guide: tuple[Help, ...] = ()
    expiries: tuple[Expiry, ...] = ()
