"""Reconciling: what waits in the outbox becomes what is wanted now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, State

# What a person asks for at this moment is planned though its moment has just come.
GRACE = timedelta(minutes=2)
# What is tried already, or was: only how long that is worth while can still change.
UNDER_WAY = frozenset({State.WAITING, State.CLAIMED, State.PARKED})


async def reconcile(
    connection: AsyncConnection,
    collaboration_id: int,
    whats: Iterable[str],
    wanted: Iterable[Due],
    *,
    now: datetime,
    kinds: Iterable[str],
) -> None:
    """Let what waits about some things be what is wanted: added, re-dated or withdrawn.

    What was sent stays as it is. What is wanted only since its moment has passed is not made.
    """
    present = await deliveries.about(connection, collaboration_id, list(whats), kinds=list(kinds))
    by_key = {one.key: one for one in present}
    wishes = {due.key: due for due in wanted}
    new = [d for key, d in wishes.items() if key not in by_key and d.due >= now - GRACE]
    await deliveries.insert_many(connection, collaboration_id, new)
    unwanted = [one.id for key, one in by_key.items() if key not in wishes]
    await deliveries.withdraw(connection, unwanted, why="it is not needed any more")
    for key, due in wishes.items():
        one = by_key.get(key)
        if one is None:
            continue
        if _is_to_be_redated(one, due, now=now):
            await deliveries.redate(connection, one.id, due)
        elif one.state in UNDER_WAY and one.pointless_after != due.pointless_after:
            await deliveries.change(connection, one.id, pointless_after=due.pointless_after)


def _is_to_be_redated(one: Delivery, due: Due, *, now: datetime) -> bool:
    if one.state in {State.WITHDRAWN, State.EXPIRED}:
        return due.due >= now - GRACE and due.pointless_after > now
    if one.state is not State.WAITING or (one.due <= now and due.due <= now):
        return False
    return (one.due, one.pointless_after) != (due.due, due.pointless_after)


def next_turn(said: Iterable[Delivery]) -> int:
    """Return the number of the next of alike deliveries; earlier ones may be removed by now."""
    numbers = (int(one.occurrence) for one in said if one.occurrence.isdigit())
    return max(numbers, default=0) + 1


async def once_quiet(connection: AsyncConnection, collaboration_id: int, due: Due) -> None:
    """Say something once nothing has changed for a while: what waits already waits longer.

    The payload of the first change stays, so that all changes are told from where they began.
    """
    said = await deliveries.about(connection, collaboration_id, [due.what], kinds=[due.kind])
    same = [one for one in said if one.target == due.target]
    for one in same:
        if one.state is State.WAITING:
            await deliveries.redate(connection, one.id, due)
            return
    numbered = replace(due, occurrence=f"{next_turn(same)}")
    await deliveries.insert_many(connection, collaboration_id, [numbered])
