"""The command line's adopt: the next Discord application to connect owns the database."""

import sys

from bot.clock import Clock
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
    sys.stdout.write("The database now belongs to the Discord application that connects next.\n")
    return 0
