"""Delivering: one delivery is drawn, looked for, sent, and what came of it written down."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.domain.deliveries import ACTS, Delivery, Kind, State, number_in, pause_after
from bot.outbox.acting import Acting, followed_by
from bot.outbox.outcomes import Again, Halted, Outcome, Parked, Sent, Withdrawn
from bot.outbox.pacing import Halt
from bot.outbox.refreshing import digest_of
from bot.outbox.rendering import Rendered, Renderer
from bot.outbox.reporting import report
from bot.outbox.sending import Sender
from bot.services.offering import hours_of
from bot.store import deliveries, members
from bot.store.database import Store

log = logging.getLogger(__name__)

LATE = timedelta(minutes=1)  # what is this late may have been sent by a process that is no more


class Delivering:
    """Brings single deliveries to their end, whatever that is."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        sender: Sender,
        acting: Acting,
        clock: Clock,
        halt: Halt,
    ) -> None:
        self._acting = acting
        self._store, self._renderer, self._sender = store, renderer, sender
        self._clock, self._halt = clock, halt

    async def deliver(self, delivery: Delivery) -> None:
        """Send a delivery that was claimed, and write down what came of it."""
        rendered: Rendered | None = None
        try:
            if delivery.kind in ACTS:
                done = await self._acting.act(delivery, now=self._clock.now())
                await self._settle(delivery, done, None)
                return
            rendered = await self._renderer.render(delivery, now=self._clock.now())
            outcome = await self._tried(delivery, rendered)
        except Exception:
            # One that cannot be drawn or sent keeps nobody else from being told.
            log.exception("delivery %d (%s) failed", delivery.id, delivery.kind)
            outcome = Again(why="it could not be made")
        await self._settle(delivery, outcome, rendered)

    async def _tried(self, delivery: Delivery, rendered: Rendered | None) -> Outcome | Withdrawn:
        if rendered is None:
            return Withdrawn(why="there was nothing to say any more")
        user_id = None
        if (member_id := number_in(delivery.target, "member")) is not None:
            async with self._store.read() as connection:
                member = await members.by_id(connection, member_id)
                rest = await _rest(connection, delivery, member_id, now=self._clock.now())
            if member is None or member.left_at is not None:
                return Withdrawn(why="they have left")
            if rest:
                return Again(why="its speaker is not at work", after=rest)
            user_id = member.discord_id
        return await self._sender.send(
            delivery,
            rendered.reply,
            nonce=delivery.nonce(self._store.instance_name),
            to_user=user_id,
            look=delivery.tries > 1 or self._clock.now() - delivery.due > LATE,
        )

    async def _settle(
        self, delivery: Delivery, outcome: Outcome | Withdrawn, rendered: Rendered | None
    ) -> None:
        now = self._clock.now()
        if isinstance(outcome, Halted):
            self._halt.begin_after(outcome, now=now)
        if isinstance(outcome, Halted | Parked):
            self._halt.count_refusal(now=now)
        async with self._store.write() as connection:
            if isinstance(outcome, Parked):
                await report(connection, delivery, outcome, now=now)
            if isinstance(outcome, Sent):
                await self._follow(connection, delivery, now=now)
            # What an organizer changed meanwhile stays changed, and is looked at again.
            present = await deliveries.by_id(connection, delivery.id) or delivery
            changes = _columns(present, outcome, rendered, now=now)
            await deliveries.change(connection, delivery.id, lease_until=None, **changes)

    async def _follow(
        self, connection: AsyncConnection, delivery: Delivery, *, now: datetime
    ) -> None:
        """Write down what follows from a post; one that was posted anew has its followers."""
        wanted = await followed_by(connection, delivery, now=now)
        known = delivery.collaboration_id
        fresh = [d for d in wanted if await deliveries.by_key(connection, known, d) is None]
        await deliveries.insert_many(connection, known, fresh)


async def _rest(
    connection: AsyncConnection, delivery: Delivery, member_id: int, *, now: datetime
) -> timedelta:
    """Return how long somebody is to be left alone: what is asked of a speaker waits for work."""
    if delivery.kind is not Kind.SPEAKER_NUDGE:
        return timedelta()
    hours = await hours_of(connection, delivery.collaboration_id, member_id)
    return hours.next_from(now) - now


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
