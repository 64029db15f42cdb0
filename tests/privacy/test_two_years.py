"""In two years of expiry, nothing is sent twice and little is kept."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.service.changes import MeetingService
from bot.outbox import dispatch, receipts
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Kind, State
from bot.outbox.tables import deliveries as deliveries_table
from bot.privacy.service.expired_rows import ExpiredRows
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS, SUBJECTS
from bot.talks.store import talks
from tests.privacy.seminars import publisher, seminar
from tests.worlds import NOW, speak

EXPIRIES = [expiry for subject in SUBJECTS for expiry in subject.expiries]

DAY = timedelta(days=1)


class Years:
    """A program whose Discord takes everything at once, and counts what it was given."""

    def __init__(self, store: Store) -> None:
        self.store, self.now = store, NOW
        self.expiring, self.publisher = ExpiredRows(store, EXPIRIES), publisher(store)
        self.planning = SeriesService(store, self.publisher)
        self.sent: Counter[tuple[str, str, str, str]] = Counter()

    async def pass_days(self, days: int) -> None:
        for _ in range(days):
            if (self.now - NOW).days % 7 == 0:
                await self.planning.extend_horizon(now=self.now)
                await self.publisher.planner.plan_ahead(self.store, now=self.now)
            await self._send_until(self.now + DAY)
            self.now += DAY
            if (self.now - NOW).days % 2 == 0:
                await self.expiring.remove(now=self.now)

    async def _send_until(self, end: datetime) -> None:
        while True:
            async with self.store.read() as connection:
                moment = (await dispatch.ahead(connection, now=end)).moment
            if moment is None or moment > end:
                return
            async with self.store.write() as connection:
                await self._send(connection, now=max(moment, self.now))

    async def _send(self, connection: AsyncConnection, *, now: datetime) -> None:
        await dispatch.expire(connection, now=now)
        for one in await dispatch.claim(connection, now=now, lease=DAY, most=100):
            self.sent[one.key] += 1
            stands = {"message_id": one.id} if one.kind in KINDS.standing else {}
            await deliveries.change(connection, one.id, state=State.SENT, sent_at=now, **stands)
        looked_at = update(deliveries_table).where(deliveries_table.c.edit_due <= now)
        await connection.execute(looked_at.values(edit_due=None))


async def test_in_two_years_nothing_is_sent_twice_and_little_is_kept(store: Store) -> None:
    world, meeting_id = await seminar(store, when="every two weeks on Thursday 17:00")
    years, scheduling = Years(store), MeetingService(store, publisher(store))
    talk_id = await speak(store, meeting_id)
    async with store.write() as connection:
        await talks.update_talk(connection, talk_id, abstract="In parts.")
    await years.pass_days(1)
    announced = [key for key in years.sent if key[1] == Kind.ANNOUNCEMENT]
    # The talk was announced, and its meeting is put off by longer than deliveries are kept.
    await scheduling.move(
        world.organizer, meeting_id, when="2027-09-03 17:00", reason="ill", now=years.now
    )

    await years.pass_days(729)

    assert [what for what, *_ in announced] == [f"talk:{talk_id}"]
    assert [key for key, times in years.sent.items() if times > 1] == []
    assert sum(kind == Kind.SOON for _, kind, *_ in years.sent) > 45
    async with store.read() as connection:
        kept = sum((await receipts.counts(connection, 1)).values())
    assert kept < len(years.sent) / 2
