"""What is due in a test over the gateway, and what has become of it."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from bot.announcements.model import Composition
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, Kind, State, to_channel, to_member
from bot.people.store import members
from bot.storage.database import Store
from tests.conftest import database_url
from tests.gateway.program import now
from tests.loopback.facts import CHANNEL_ID

LATER = timedelta(days=1)
ONE = 1  # the only collaboration


def post(name: str, *, due: datetime) -> Due:
    """Return something to be said in the channel."""
    return Due(
        kind=Kind.COMPOSED,
        what=f"composed:{name}",
        target=to_channel(int(CHANNEL_ID)),
        due=due,
        pointless_after=due + LATER,
        payload=Composition(title=name, body="A text.").kept(),
    )


def letter(name: str, member: int, discord_id: int, *, due: datetime) -> Due:
    """Return something to be said to a member, as they asked."""
    return Due(
        kind=Kind.OWN,
        what=f"own:{member}",
        target=to_member(member),
        occurrence=name,
        due=due,
        pointless_after=due + LATER,
        payload={"text": name, "discord_id": discord_id},
    )


async def plan(file: Path, *dues: Due) -> None:
    """Write down what is due, while the program is not running."""
    store = await Store.open(database_url(file), now=now())
    async with store.write() as connection:
        await deliveries.insert_many(connection, ONE, dues)
    await store.close()


async def member_id(file: Path, discord_id: int) -> int:
    """Return the member that somebody on Discord is."""
    store = await Store.open(database_url(file), now=now())
    async with store.read() as connection:
        found = await members.by_discord_id(connection, ONE, discord_id)
    await store.close()
    assert found is not None
    return found.id


async def kept(file: Path) -> list[Delivery]:
    """Return every delivery, while the program is not running."""
    store = await Store.open(database_url(file), now=now())
    async with store.read() as connection:
        found = await deliveries.of_kind(connection, ONE, tuple(Kind))
    await store.close()
    return found


async def states(file: Path, kind: Kind) -> Counter[State]:
    """Return what became of the deliveries of a kind."""
    return Counter(one.state for one in await kept(file) if one.kind == kind)
