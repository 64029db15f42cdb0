"""One attempt to deliver: draw the message, look for it in Discord, send it, store the outcome."""

import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.core.translation import _
from bot.outbox.deliveries import Delivery, number_in
from bot.outbox.drawing import Rendered
from bot.outbox.kinds import ActContext
from bot.outbox.outcomes import ASKED_TO_WAIT, Again, Halted, Outcome, Parked, Withdrawn
from bot.outbox.rendering import Renderer
from bot.outbox.results import DeliveryResults, Ended
from bot.outbox.send_rate import Halt
from bot.storage.database import Store

log = logging.getLogger(__name__)

LATE = timedelta(minutes=1)  # a delivery this late may have been sent by a process that was killed
LONGEST_REST = timedelta(hours=1)  # more than this is a clock that was set back


class DeliveryAttempts:
    """Tries to send single deliveries."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        context: ActContext,
        clock: Clock,
        halt: Halt,
    ) -> None:
        self._context, self._kinds = context, renderer.kinds
        self._store, self._renderer, self._sender = store, renderer, context.sender
        self._clock, self._halt = clock, halt
        # Where Discord wants nothing for now, and until when.
        self._rests: dict[str, datetime] = {}
        self._results = DeliveryResults(store, self._kinds, context.recipients)

    async def deliver(self, delivery: Delivery) -> None:
        """Send a delivery that was claimed, and store the outcome."""
        rendered: Rendered | None = None
        try:
            if (act := self._kinds[delivery.kind].act) is not None:
                done = await act(self._context, delivery, self._clock.now())
                await self._settle(delivery, done, None)
                return
            rendered = await self._renderer.render(delivery, now=self._clock.now())
            outcome = await self._tried(delivery, rendered)
        except Exception:
            # One delivery that fails must not hold up the others.
            log.exception("delivery %d (%s) failed", delivery.id, delivery.kind)
            outcome = Again(why=_("Meridian failed to prepare this message."))
        await self._settle(delivery, outcome, rendered)

    async def _tried(self, delivery: Delivery, rendered: Rendered | None) -> Outcome | Withdrawn:
        if rendered is None:
            return Withdrawn(why=_("There was nothing left to say."))
        user_id = None
        if (member_id := number_in(delivery.target, "member")) is not None:
            async with self._store.read() as connection:
                member = await self._context.recipients.member(connection, member_id)
                wait = self._kinds[delivery.kind].wait
                pause = await wait(connection, delivery, self._clock.now()) if wait else None
            if member is None or member.has_left:
                return Withdrawn(why=_("This person has left."))
            if pause:
                return Again(why=_("It waits for their working hours."), after=pause)
            user_id = member.discord_id
        if (rest := self._rest_of(delivery)) is not None:
            return Again(why=ASKED_TO_WAIT, after=rest)
        return await self._sender.send(
            delivery,
            rendered.reply,
            nonce=delivery.nonce(self._store.instance_name),
            to_user=user_id,
            look=delivery.tries > 1 or self._clock.now() - delivery.due > LATE,
        )

    def _rest_of(self, delivery: Delivery) -> timedelta | None:
        """Return for how long nothing may be sent to the same place, None where it may."""
        until, now = self._rests.get(delivery.target), self._clock.now()
        if until is not None and now < until <= now + LONGEST_REST:
            return until - now
        self._rests.pop(delivery.target, None)
        return None

    async def _settle(
        self, delivery: Delivery, outcome: Outcome | Withdrawn, rendered: Rendered | None
    ) -> None:
        now = self._clock.now()
        if isinstance(outcome, Again) and outcome.rests and outcome.after is not None:
            self._rests[delivery.target] = now + outcome.after
        if isinstance(outcome, Halted):
            self._halt.begin_after(outcome, now=now)
        if isinstance(outcome, Halted | Parked):
            self._halt.count_refusal(now=now)
        ended = Ended(delivery=delivery, outcome=outcome, rendered=rendered, at=now)
        await self._results.store(ended)
