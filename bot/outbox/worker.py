"""The outbox's worker: one task sleeps until something is due, then sends or edits it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import discord

from bot.clock import Clock
from bot.core.translation import _
from bot.outbox import dispatch, receipts
from bot.outbox.attempt import DeliveryAttempts
from bot.outbox.deliveries import Delivery
from bot.outbox.discord_sender import Sender
from bot.outbox.edits import PostEdits
from bot.outbox.kinds import ActContext
from bot.outbox.parked_deliveries import BETWEEN_RETRIES, ParkedDeliveries
from bot.outbox.recipients import Recipients
from bot.outbox.rendering import Renderer
from bot.outbox.send_rate import Halt, Pace
from bot.storage.database import Store

log = logging.getLogger(__name__)

LONGEST_SLEEP = 30.0  # seconds: a clock that jumps is noticed after this
BETWEEN_LOOKS = 0.1  # seconds, while Discord is not reached
LEASE = timedelta(seconds=60)
IN_HAND = 100  # at most; more is claimed once a quarter is done, to keep transactions few
STEP = timedelta(minutes=1)  # a clock that is this far behind was set back
LONG_AGO = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
SILENT = 90.0  # seconds without a round after which something is wrong


class Outbox:
    """Sends what is due according to the store; run() never ends, whatever fails."""

    def __init__(
        self,
        store: Store,
        client: discord.Client,
        renderer: Renderer,
        clock: Clock,
        *,
        recipients: Recipients,
        plan_again: Callable[[datetime], Awaitable[None]],
    ) -> None:
        """Send over this client; `plan_again` plans deliveries after the clock was set back."""
        self.halt = Halt()
        self._store, self._client, self._clock = store, client, clock
        self._sender = Sender(client, Pace())
        self._plan_again = plan_again
        context = ActContext(
            store=store,
            client=client,
            sender=self._sender,
            links=renderer.links,
            recipients=recipients,
        )
        parts = (store, renderer, context, clock, self.halt)
        self._attempts, self._edits = DeliveryAttempts(*parts), PostEdits(*parts)
        self._parked = ParkedDeliveries(store, self._sender)
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._ticked: float | None = None
        self._retried_at = self._looked_at = LONG_AGO
        self._is_told = False
        store.after_commit(self.wake)

    async def wake(self, *_: object) -> None:
        """Check at once whether something is due."""
        self._woken.set()

    async def look_again(self, *_: object) -> None:
        """Check parked deliveries at once: Discord told of a change that may let them go out."""
        self._is_told = True
        self._woken.set()

    async def run(self) -> None:
        """Send what is due for as long as the program runs; after a failure, go on."""
        pause, is_begun = FIRST_PAUSE, False
        while True:
            try:
                if not is_begun:
                    await self.take_over()
                    is_begun = True
                await self._tick()
                pause = FIRST_PAUSE
            except Exception:
                # Reminders must go on whatever failed: the next round may succeed.
                log.exception("the outbox failed; it goes on in %.0f s", pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def take_over(self) -> None:
        """Release what a killed process had claimed: no other process runs on this database."""
        async with self._store.write() as connection:
            count = await dispatch.release(connection, now=self._clock.now())
            await dispatch.turn_back(connection, now=self._clock.now(), lease=LEASE)
        if count:
            log.info("took over %d deliveries that were under way when the program ended", count)

    async def finish(self, *, seconds: float) -> None:
        """Wait until the deliveries under way are done, no longer than this."""
        waiting = set(self._in_hand.values())
        if waiting:
            await asyncio.wait(waiting, timeout=seconds)

    async def run_due(self) -> None:
        """Send all that is due now, and return once that is done."""
        while True:
            begun = await self._round()
            if self._in_hand:
                await asyncio.wait(set(self._in_hand.values()))
            elif not begun:
                return

    async def next_moment(self) -> datetime | None:
        """Return when the next delivery or edit is due."""
        return (await self._ahead()).moment

    async def _ahead(self) -> dispatch.Ahead:
        async with self._store.read() as connection:
            return await dispatch.ahead(connection, now=self._clock.now())

    @property
    def is_silent(self) -> bool:
        """Whether it has been running and then made no round for too long."""
        now = asyncio.get_running_loop().time()
        return self._ticked is not None and now - self._ticked > SILENT

    @property
    def ailment(self) -> str:
        """Return why nothing is sent, as /healthz shows it; nothing where all is well."""
        if self.is_silent:
            return _("The outbox does not respond.")
        halted = self.halt.is_on(now=self._clock.now())
        return _("Nothing is being sent. {why}", why=self.halt.why) if halted else ""

    async def figures(self) -> dict[str, float]:
        """Return how many deliveries are in each state, and how late the latest one is."""
        async with self._store.read() as connection:
            counts = await receipts.counts(connection)
            overdue = await receipts.longest_overdue(connection, now=self._clock.now())
        states = {f'meridian_deliveries{{state="{s.value}"}}': n for s, n in counts.items()}
        return {**states, "meridian_delivery_lag_seconds": overdue.total_seconds()}

    async def _tick(self) -> None:
        self._ticked = asyncio.get_running_loop().time()
        self._woken.clear()
        if self._is_in_touch and not self._has_enough:
            await self._round()
        with suppress(TimeoutError):
            async with asyncio.timeout(await self._sleep()):
                await self._woken.wait()

    async def _sleep(self) -> float:
        """Return how many seconds there is nothing to do."""
        if self._has_enough:
            return LONGEST_SLEEP
        if not self._is_in_touch:
            return BETWEEN_LOOKS
        moment = await self.next_moment()
        if moment is None or self.halt.is_on(now=self._clock.now()):
            return LONGEST_SLEEP
        ahead = (moment - self._clock.now()).total_seconds()
        # Deliveries under way are still claimed in the store: their end wakes this task.
        return min(max(ahead, 1.0 if self._in_hand else 0.0), LONGEST_SLEEP)

    @property
    def _is_in_touch(self) -> bool:
        """Whether Discord is reached, and has described all servers.

        discord.py says so two seconds later, since it waits for servers of which it was not told.
        A program that is killed again and again would send nothing in that time.
        """
        if self._client.is_ready():
            return True
        servers = self._client.guilds
        return bool(servers) and not any(server.unavailable for server in servers)

    @property
    def _has_enough(self) -> bool:
        return len(self._in_hand) > IN_HAND * 3 // 4

    async def _round(self) -> int:
        """Begin all deliveries and edits that are due; return how many there are."""
        now, before = self._clock.now(), self._looked_at
        if now < before - STEP:
            await self._turn_back(now=now)
        self._looked_at = now
        if self.halt.is_on(now=now):
            return 0
        ahead = await self._ahead()
        if self._is_told or now - self._retried_at >= BETWEEN_RETRIES:
            is_told, self._is_told, self._retried_at = self._is_told, False, now
            if ahead.has_parked:
                await self._parked.retry(now=now, at_once=is_told)
                ahead = await self._ahead()
        if ahead.moment is None or ahead.moment > now:
            return 0
        return await self._begin(ahead, now=now)

    async def _begin(self, ahead: dispatch.Ahead, *, now: datetime) -> int:
        """Begin what is due; what is not is not asked for."""
        claimed, stale = list[Delivery](), list[Delivery]()
        if ahead.delivery is not None and ahead.delivery <= now:
            claimed = await self._claim(ahead, now=now)
        if ahead.edit is not None and ahead.edit <= now:
            async with self._store.read() as connection:
                stale = await dispatch.stale(connection, now=now, most=IN_HAND)
        begun = [(one, self._attempts.deliver(one)) for one in claimed]
        begun += [(one, self._edits.refresh(one)) for one in stale if one.id not in self._in_hand]
        for one, work in begun:
            task = asyncio.create_task(work, name=f"delivery {one.id}")
            self._in_hand[one.id] = task
            task.add_done_callback(partial(self._done, one.id))
        return len(begun)

    async def _turn_back(self, *, now: datetime) -> None:
        """Restore what expired or was put off while the clock was ahead."""
        self._retried_at = LONG_AGO
        self.halt.turn_back(now=now)
        async with self._store.write() as connection:
            count = await dispatch.turn_back(connection, now=now, lease=LEASE)
        await self._plan_again(now)
        log.warning("the clock was set back; %d deliveries that had expired are due", count)

    def _done(self, delivery_id: int, task: asyncio.Task[None]) -> None:
        self._in_hand.pop(delivery_id, None)
        self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # It stays claimed: once the lease ends it is looked for, and only then sent again.
            log.error("the outcome of delivery %d was not stored", delivery_id, exc_info=error)

    async def _claim(self, ahead: dispatch.Ahead, *, now: datetime) -> list[Delivery]:
        room = IN_HAND - len(self._in_hand)
        if room <= 0:
            return []
        async with self._store.write() as connection:
            expired = await dispatch.expire(connection, now=now) if ahead.has_pointless else 0
            claimed = await dispatch.claim(connection, now=now, lease=LEASE, most=room)
        if expired:
            log.info("%d deliveries had become pointless before they could be sent", expired)
        return [one for one in claimed if one.id not in self._in_hand]
