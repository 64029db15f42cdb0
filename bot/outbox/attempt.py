"""Delivering: one delivery is drawn, looked for, sent, and what came of it written down."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.outbox.deliveries import Delivery, Kind, number_in
from bot.outbox.drawing import Rendered
from bot.outbox.kinds import Hands
from bot.outbox.outcomes import Again, Halted, Outcome, Parked, Withdrawn
from bot.outbox.rendering import Renderer
from bot.outbox.results import Ended, Settling
from bot.outbox.send_rate import Halt
from bot.people.store import members
from bot.storage.database import Store
from bot.waitlist.service.offers import hours_of

log = logging.getLogger(__name__)

LATE = timedelta(minutes=1)  # what is this late may have been sent by a process that is no more


class Delivering:
    """Brings single deliveries to their end, whatever that is."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        hands: Hands,
        clock: Clock,
        halt: Halt,
    ) -> None:
        self._hands, self._kinds = hands, renderer.kinds
        self._store, self._renderer, self._sender = store, renderer, hands.sender
        self._clock, self._halt = clock, halt
        self._settling = Settling(store, self._kinds)

    async def deliver(self, delivery: Delivery) -> None:
        """Send a delivery that was claimed, and write down what came of it."""
        rendered: Rendered | None = None
        try:
            if (act := self._kinds[delivery.kind].act) is not None:
                done = await act(self._hands, delivery, self._clock.now())
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
        ended = Ended(delivery=delivery, outcome=outcome, rendered=rendered, at=now)
        await self._settling.settle(ended)


async def _rest(
    connection: AsyncConnection, delivery: Delivery, member_id: int, *, now: datetime
) -> timedelta:
    """Return how long somebody is to be left alone: what is asked of a speaker waits for work."""
    if delivery.kind != Kind.SPEAKER_NUDGE:
        return timedelta()
    hours = await hours_of(connection, delivery.collaboration_id, member_id)
    return hours.next_from(now) - now
