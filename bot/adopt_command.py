"""The command that hands the database to the Discord application that connects next."""

import sys

from bot.clock import Clock
from bot.core.translation import _
from bot.settings import Settings
from bot.storage import instance
from bot.storage.database import Store, StoreRefusal


async def run_adopt(settings: Settings) -> int:
    """Let another application have the database; return the exit status."""
    try:
        store = await Store.open(settings.database_url, now=Clock().now())
    except StoreRefusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    async with store.write() as connection:
        await instance.note_application(connection, None)
    await store.close()
    told = _("The database now belongs to the Discord application that connects next.")
    sys.stdout.write(f"{told}\n")
    return 0
