"""Results of deliveries, stored in as few transactions as possible."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import SERVER_LEFT, Delivery, State
from bot.outbox.drawing import Rendered
from bot.outbox.edits import digest_of
from bot.outbox.failure_notices import FailureNotices
from bot.outbox.kinds import Kinds
from bot.outbox.outcomes import Again, Outcome, Parked, Sent, Withdrawn
from bot.outbox.recipients import Recipients
from bot.outbox.retries import pause_after
from bot.storage.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A delivery that was tried, its outcome, and what was drawn for it."""

    delivery: Delivery
    outcome: Outcome | Withdrawn
    rendered: Rendered | None
    at: datetime
    noted: "asyncio.Future[None]" = field(default_factory=asyncio.Future)


class DeliveryResults:
    """Stores results. A transaction costs one write to the disk, however many results it holds."""

    def __init__(self, store: Store, kinds: Kinds, recipients: Recipients) -> None:
        self._store, self._kinds, self._recipients = store, kinds, recipients
        self._notices = FailureNotices(recipients)
        self._waiting: list[Ended] = []
        self._turn = asyncio.Lock()

    async def store(self, ended: Ended) -> None:
        """Store a result together with all that wait; return once it is stored."""
        self._waiting.append(ended)
        async with self._turn:
            if not ended.noted.done():
                batch, self._waiting = self._waiting, []
                await self._note_all(batch)
        await ended.noted

    async def _note_all(self, batch: Sequence[Ended]) -> None:
        try:
            # Results of several collaborations together.
            async with self._store.write() as connection:
                await self._note(connection, batch)
        except Exception as error:  # noqa: BLE001 - whoever waits for it raises it
            if len(batch) == 1 or isinstance(error, Refusal):
                _tell(batch, error)
                return
            # One result that cannot be stored must not keep the others from it.
            for ended in batch:
                await self._note_all([ended])
        except BaseException:
            # Those who wait for these results must not wait without end if this task is cancelled.
            _tell(batch, asyncio.CancelledError())
            raise
        else:
            _tell(batch, None)

    async def _note(self, connection: AsyncConnection, batch: Sequence[Ended]) -> None:
        ids = [ended.delivery.id for ended in batch]
        # A change that an organizer made in the meantime stays, and is shown by an edit.
        present = {one.id: one for one in await deliveries.by_ids(connection, ids)}
        changes: dict[int, Mapping[str, Any]] = {}
        for ended in batch:
            outcome = await self._noted(connection, ended)
            one = present.get(ended.delivery.id, ended.delivery)
            columns = _columns(one, outcome, ended.rendered, now=ended.at)
            changes[one.id] = {"lease_until": None, **columns}
        await deliveries.change_several(connection, changes)

    async def _noted(self, connection: AsyncConnection, ended: Ended) -> Outcome | Withdrawn:
        """Store what follows from an outcome, and return the outcome that counts."""
        delivery, outcome = ended.delivery, ended.outcome
        if not isinstance(outcome, Sent | Withdrawn) and await self._recipients.has_server_left(
            connection, delivery.collaboration_id
        ):
            # If the server comes back, it is restored with what was pending.
            outcome = Withdrawn(why=SERVER_LEFT)
        if isinstance(outcome, Parked):
            await self._notices.report(connection, delivery, outcome, now=ended.at)
        if isinstance(outcome, Sent):
            await self._follow(connection, delivery, now=ended.at)
            if outcome.lost_role is not None:
                await self._notices.report_role(
                    connection, delivery, outcome.lost_role, now=ended.at
                )
        return outcome

    async def _follow(
        self, connection: AsyncConnection, delivery: Delivery, *, now: datetime
    ) -> None:
        """Store the deliveries that follow from a post, unless an earlier posting made them."""
        if (follow := self._kinds[delivery.kind].follow) is None:
            return
        wanted = await follow(connection, delivery, now)
        await deliveries.insert_missing(connection, delivery.collaboration_id, wanted)


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


def _columns(
    delivery: Delivery,
    outcome: Outcome | Withdrawn,
    rendered: Rendered | None,
    *,
    now: datetime,
) -> Mapping[str, Any]:
    """Return the columns that an outcome changes."""
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

    A message found in the channel was drawn by an earlier try, so it is checked again; and so is
    one whose content changed while it was being sent.
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
