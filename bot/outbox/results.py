"""Settling: what came of deliveries is written down, all that ended meanwhile in one change."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, State
from bot.outbox.drawing import Rendered
from bot.outbox.edits import digest_of
from bot.outbox.failure_notices import report, report_role
from bot.outbox.kinds import Kinds
from bot.outbox.outcomes import Again, Outcome, Parked, Sent, Withdrawn
from bot.outbox.retries import pause_after
from bot.servers.store import collaborations
from bot.storage.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A delivery that was tried, what came of it, and what was drawn for it."""

    delivery: Delivery
    outcome: Outcome | Withdrawn
    rendered: Rendered | None
    at: datetime
    noted: "asyncio.Future[None]" = field(default_factory=asyncio.Future)


class Settling:
    """Writes down ends. A change costs a write to the disk, however many ends are in it."""

    def __init__(self, store: Store, kinds: Kinds) -> None:
        self._store, self._kinds = store, kinds
        self._waiting: list[Ended] = []
        self._turn = asyncio.Lock()

    async def settle(self, ended: Ended) -> None:
        """Write one down, with all that wait; return when it is there."""
        self._waiting.append(ended)
        async with self._turn:
            if not ended.noted.done():
                batch, self._waiting = self._waiting, []
                await self._note_all(batch)
        await ended.noted

    async def _note_all(self, batch: Sequence[Ended]) -> None:
        try:
            async with self._store.write() as connection:
                for ended in batch:
                    await self._note(connection, ended)
        except Exception as error:  # noqa: BLE001 - whoever waits for it raises it
            if len(batch) == 1 or isinstance(error, Refusal):
                _tell(batch, error)
                return
            # One that cannot be written down keeps no other from it.
            for ended in batch:
                await self._note_all([ended])
        except BaseException:
            _tell(batch, asyncio.CancelledError())
            raise
        else:
            _tell(batch, None)

    async def _note(self, connection: AsyncConnection, ended: Ended) -> None:
        delivery, outcome = ended.delivery, ended.outcome
        if not isinstance(outcome, Sent | Withdrawn) and await _has_left(connection, delivery):
            # It is restored with what waited, should the server come back.
            outcome = Withdrawn(why=deliveries.SERVER_LEFT)
        if isinstance(outcome, Parked):
            await report(connection, delivery, outcome, now=ended.at)
        if isinstance(outcome, Sent):
            await self._follow(connection, delivery, now=ended.at)
            if outcome.lost_role is not None:
                await report_role(connection, delivery, outcome.lost_role, now=ended.at)
        # What an organizer changed meanwhile stays changed, and is looked at again.
        present = await deliveries.by_id(connection, delivery.id) or delivery
        changes = _columns(present, outcome, ended.rendered, now=ended.at)
        await deliveries.change(connection, delivery.id, lease_until=None, **changes)

    async def _follow(
        self, connection: AsyncConnection, delivery: Delivery, *, now: datetime
    ) -> None:
        """Write down what follows from a post; one that was posted anew has its followers."""
        if (follow := self._kinds[delivery.kind].follow) is None:
            return
        wanted = await follow(connection, delivery, now)
        known = delivery.collaboration_id
        fresh = [d for d in wanted if await deliveries.by_key(connection, known, d) is None]
        await deliveries.insert_many(connection, known, fresh)


def _tell(batch: Sequence[Ended], error: BaseException | None) -> None:
    for ended in batch:
        if ended.noted.done():
            continue
        if isinstance(error, asyncio.CancelledError):
            ended.noted.cancel()
        elif error is not None:
            ended.noted.set_exception(error)
        else:
            ended.noted.set_result(None)


async def _has_left(connection: AsyncConnection, delivery: Delivery) -> bool:
    """Return whether the server of a delivery removed Meridian while it was on its way."""
    found = await collaborations.by_id(connection, delivery.collaboration_id)
    return found is not None and found.left_at is not None


def _columns(
    delivery: Delivery,
    outcome: Outcome | Withdrawn,
    rendered: Rendered | None,
    *,
    now: datetime,
) -> Mapping[str, Any]:
    """Return what becomes of a delivery's row."""
    if isinstance(outcome, Sent):
        return _sent(delivery, outcome, rendered, now=now)
    unsent = {"why": outcome.why, "edit_due": None}
    if isinstance(outcome, Withdrawn):
        return {**unsent, "state": State.WITHDRAWN}
    if isinstance(outcome, Parked):
        return {**unsent, "state": State.PARKED, "try_at": now}
    after = outcome.after if isinstance(outcome, Again) else outcome.lasting
    pause = max(pause_after(delivery.tries), after or timedelta())
    return {**unsent, "state": State.WAITING, "try_at": now + pause}


def _sent(
    delivery: Delivery, outcome: Sent, rendered: Rendered | None, *, now: datetime
) -> Mapping[str, Any]:
    """Return the columns of a delivery that went out.

    What was found in the channel was drawn at an earlier try: it is looked at again, and so is
    what changed while it was on its way.
    """
    again = outcome.was_there or outcome.is_unfinished or delivery.edit_due is not None
    return {
        "state": State.SENT,
        "channel_id": outcome.channel_id,
        "message_id": outcome.message_id,
        "digest": digest_of(rendered.reply) if rendered and not again else "",
        "sent_at": now,
        "why": "",
        "payload": {
            **delivery.payload,
            **outcome.remembered,
            **(rendered.remembered if rendered else {}),
        },
        "edit_due": now if again else rendered.look_again if rendered else None,
    }
