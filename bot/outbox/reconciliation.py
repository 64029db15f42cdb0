"""Reconciliation of pending deliveries with the deliveries that are wanted now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, State

# What a person asks for right now is planned although it was due a moment ago.
GRACE = timedelta(minutes=2)
# Being tried, or tried before: only the time after which it is pointless can still change.
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
    """Reconcile pending deliveries about some things with what is wanted: add, re-date, withdraw.

    What was sent stays as it is. A new delivery whose time has passed is not added.
    """
    present = await deliveries.about(connection, collaboration_id, list(whats), kinds=list(kinds))
    by_key = {one.key: one for one in present}
    wishes = {due.key: due for due in wanted}
    new = [d for key, d in wishes.items() if key not in by_key and d.due >= now - GRACE]
    await deliveries.insert_many(connection, collaboration_id, new)
    unwanted = [
        one.id
        for key, one in by_key.items()
        if key not in wishes and one.state in deliveries.NOT_SENT
    ]
    await deliveries.withdraw(connection, unwanted, why=_("It is no longer needed."))
    both = [(by_key[key], due) for key, due in wishes.items() if key in by_key]
    redated = {one.id: due for one, due in both if _is_to_be_redated(one, due, now=now)}
    await deliveries.redate_many(connection, redated)
    ends = {
        one.id: due.pointless_after
        for one, due in both
        if one.id not in redated
        and one.state in UNDER_WAY
        and one.pointless_after != due.pointless_after
    }
    await deliveries.keep_until(connection, ends)


def _is_to_be_redated(one: Delivery, due: Due, *, now: datetime) -> bool:
    if one.state in {State.WITHDRAWN, State.EXPIRED}:
        return due.due >= now - GRACE and due.pointless_after > now
    if one.state is not State.WAITING or (one.due <= now and due.due <= now):
        return False
    return (one.due, one.pointless_after) != (due.due, due.pointless_after)


def next_turn(said: Iterable[Delivery]) -> int:
    """Return the number for the next of similar deliveries; earlier ones may have been removed."""
    numbers = (int(one.occurrence) for one in said if one.occurrence.isdigit())
    return max(numbers, default=0) + 1


async def once_quiet(
    connection: AsyncConnection, collaboration_id: int, dues: Collection[Due]
) -> None:
    """Send things once nothing has changed for a while: pending deliveries are put off.

    The payload of the first change is kept, so that the message covers all changes since then.
    """
    if not dues:
        return
    whats, kinds = {due.what for due in dues}, {due.kind for due in dues}
    said = defaultdict[tuple[str, str, str], list[Delivery]](list)
    for one in await deliveries.about(connection, collaboration_id, sorted(whats), kinds=kinds):
        said[one.kind, one.what, one.target].append(one)
    redated: dict[int, Due] = {}
    new: dict[tuple[str, str, str], Due] = {}
    for due in dues:
        told = (due.kind, due.what, due.target)
        waiting = next((one for one in said[told] if one.state is State.WAITING), None)
        if waiting is not None:
            redated[waiting.id] = due
        else:
            payload = new.get(told, due).payload
            turn = str(next_turn(said[told]))
            new[told] = replace(due, payload=payload, occurrence=turn)
    await deliveries.redate_many(connection, redated)
    await deliveries.insert_many(connection, collaboration_id, new.values())
