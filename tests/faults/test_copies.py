"""Two programs on two copies of one database, with the same token: channels see one."""

import shutil
from dataclasses import replace

from tests.loopback.handle import Discord
from tests.outbox.test_kills import Outbound, discord, made_outbound, once_each, outbound, run

__all__ = ["discord", "made_outbound", "outbound"]


async def test_two_copies_of_a_database_say_the_same_thing_once(
    discord: Discord, outbound: Outbound
) -> None:
    """F14, F54: neither is late, so neither looks; Discord knows both by the nonce."""
    only = await outbound.alone(outbound.kinds[0])
    copy = only.file.with_name("copy.db")
    shutil.copy(only.file, copy)

    ended = [await run(discord, only), await run(discord, replace(only, file=copy))]

    assert ended == [0, 0]
    assert (await discord.look()).counts["POST messages"] == 2
    assert await once_each(discord, only)
