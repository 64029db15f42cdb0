"""Case 62: who only reads does not wait until another program has written."""

import sqlite3

from bot.storage.database import Store
from tests.discord_servers import said
from tests.seminars import Seminar


def locked(store: Store) -> sqlite3.Connection:
    """Return another program's connection, which holds the lock for writing."""
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


async def test_case_62_reading_goes_on_while_another_program_writes(seminar: Seminar) -> None:
    server, ben = seminar.server, seminar.server.ben
    await seminar.sign_up(title="Kernels")
    # The nickname has changed, which Meridian would like to save.
    await seminar.app.client.http.edit_member(server.guild.id, ben.id, nick="Benjamin")
    other = locked(seminar.app.store)

    coming = said(await ben.slash(server.channel, "next"))
    listed = said(await ben.slash(server.channel, "talk list", speaker="Person"))
    refused = said(await ben.slash(server.channel, "me set", site="epfl"))
    other.close()

    assert "Kernels" in coming
    assert "Kernels" in listed
    assert refused.startswith("The database is busy, so nothing was saved.")
