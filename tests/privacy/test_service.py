"""Rows expire when their time is over, and nothing is sent twice because of it."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound
from bot.drafts import store as drafts
from bot.drafts.service import DraftService
from bot.drafts.store import table as drafts_table
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, State
from bot.outbox.reconciliation import once_quiet
from bot.outbox.tables import deliveries as deliveries_table
from bot.privacy.service.expired_rows import AT_ONCE, ExpiredRows
from bot.programme.store import past_deliveries
from bot.programme.store.reminders import reminder_schedules
from bot.storage.change import Change
from bot.storage.database import Store
from bot.storage.expiry import Expiry
from bot.subjects import SUBJECTS
from bot.talks.service.talks import TalkService
from bot.talks.store import talks
from bot.talks.store.tables import speakers as speakers_table
from tests.privacy.seminars import publisher, seminar
from tests.worlds import NOW, World, speak

EXPIRIES = [expiry for subject in SUBJECTS for expiry in subject.expiries]

DAY = timedelta(days=1)
OLD = NOW - 90 * DAY


async def expire(store: Store, *, now: datetime = NOW) -> None:
    """Let a program that has run for an hour do its round."""
    expiring = ExpiredRows(store, EXPIRIES)
    await expiring.remove(now=now - DAY / 24)
    await expiring.remove(now=now)


async def write_down(store: Store, **columns: Any) -> int:  # noqa: ANN401 - columns differ in type
    usual = {
        "collaboration_id": 1,
        "what": "own:1",
        "kind": Kind.OWN,
        "target": "member:1",
        "due": OLD,
        "try_at": OLD,
        "pointless_after": OLD,
        "state": State.SENT,
    }
    async with store.write() as connection:
        made = await connection.execute(insert(deliveries_table).values(**usual | columns))
        await connection.execute(  # a newer one, which is why the one above may go
            insert(deliveries_table).values(
                **usual | {"state": State.PARKED, "occurrence": f"after {made.lastrowid}"}
            )
        )
    return int(made.lastrowid)


async def is_there(store: Store, delivery_id: int) -> bool:
    async with store.read() as connection:
        return await deliveries.by_id(connection, delivery_id) is not None


@pytest.mark.parametrize("state", State)
async def test_only_what_is_over_goes(store: Store, state: State) -> None:
    await World.found(store)
    one = await write_down(store, state=state)

    await expire(store)

    over = {State.SENT, State.EXPIRED, State.WITHDRAWN, State.DROPPED}
    assert await is_there(store, one) is (state not in over)


@pytest.mark.parametrize(
    "columns",
    [
        {"pointless_after": OLD + timedelta(seconds=1)},
        {"sent_at": OLD + timedelta(seconds=1)},
        {"edit_due": NOW + DAY},
        {"kind": Kind.BOARD, "what": "board", "message_id": 5},
    ],
)
async def test_what_was_over_later_or_is_still_kept_true_stays(
    store: Store, columns: Mapping[str, Any]
) -> None:
    await World.found(store)
    one = await write_down(store, **columns)

    await expire(store)

    assert await is_there(store, one)


async def test_a_pinned_announcement_stays_while_its_meeting_is_to_come(store: Store) -> None:
    meeting_id = (await seminar(store))[1]
    composed = {"kind": Kind.COMPOSED, "message_id": 5, "what": "composed:1"}
    coming = await write_down(store, payload=f'{{"about": "meeting:{meeting_id}"}}', **composed)
    of_nothing = await write_down(
        store, payload='{"about": ""}', **composed | {"what": "composed:2"}
    )

    await expire(store)

    assert await is_there(store, coming)
    assert not await is_there(store, of_nothing)


async def test_organizers_are_not_told_of_a_deleted_role_every_three_months(store: Store) -> None:
    await seminar(store)
    async with store.write() as connection:
        await connection.execute(
            insert(reminder_schedules).values(
                series_id=1, talk_days=7, meeting_days=7, minutes=15, nudges=True, role_id=77
            )
        )
    named = await write_down(store, kind=Kind.TROUBLE, what="role:77")
    forgotten = await write_down(store, kind=Kind.TROUBLE, what="role:78")

    await expire(store)

    assert await is_there(store, named)
    assert not await is_there(store, forgotten)


async def test_a_number_of_an_earlier_notice_is_not_given_again(store: Store) -> None:
    await World.found(store)
    news = Due(kind=Kind.NOTICE, what="meeting:9", target="channel:5", due=NOW, pointless_after=NOW)
    common = {"kind": news.kind, "what": news.what, "target": news.target}
    await write_down(store, occurrence="1", **common)
    await write_down(store, occurrence="2", sent_at=NOW, **common)
    await expire(store)

    async with store.write() as connection:
        await once_quiet(connection, 1, [news])
        said = await deliveries.about(connection, 1, [news.what], kinds=[news.kind])

    assert [one.occurrence for one in said] == ["2", "3"]


async def test_drafts_are_forgotten_after_two_days(store: Store) -> None:
    world, drafting = await World.found(store), DraftService(store)
    typed: dict[str, Any] = {"discord_id": 7, "kind": "form", "content": {}}
    old = await drafting.keep(world.organizer, now=NOW - 2 * DAY, **typed)
    new = await drafting.keep(world.organizer, now=NOW - DAY, **typed)

    await expire(store)

    with pytest.raises(NotFound):
        await drafting.content(world.organizer, draft_id=old, discord_id=7, kind="form")
    await drafting.content(world.organizer, draft_id=new, discord_id=7, kind="form")


async def test_a_withdrawn_talk_goes_a_year_later(store: Store) -> None:
    world, meeting_id = await seminar(store)
    talk_id = await speak(store, meeting_id)
    await TalkService(store, publisher(store)).withdraw(world.organizer, talk_id, now=NOW)
    await speak(store, meeting_id)
    day_before, year = NOW + 364 * DAY, NOW + 365 * DAY

    await expire(store, now=day_before)
    async with store.read() as connection:
        assert await talks.by_id(connection, talk_id) is not None
    await expire(store, now=year)

    async with store.read() as connection:
        assert await talks.by_id(connection, talk_id) is None
        count = await connection.scalar(select(func.count()).select_from(speakers_table))
    assert count == 1


async def test_the_newest_talk_stays_so_that_its_number_is_not_given_again(store: Store) -> None:
    world, meeting_id = await seminar(store)
    talk_id = await speak(store, meeting_id)
    await TalkService(store, publisher(store)).withdraw(world.organizer, talk_id, now=NOW)

    await expire(store, now=NOW + 730 * DAY)

    assert await speak(store, meeting_id) > talk_id


async def test_much_goes_in_small_transactions_and_is_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    world = await World.found(store)
    async with store.write() as connection:
        await connection.execute(
            insert(drafts_table),
            [
                {
                    "collaboration_id": world.organizer.collaboration.id,
                    "discord_id": 7,
                    "kind": "form",
                    "content": "{}",
                    "created_at": OLD,
                }
            ]
            * (2 * AT_ONCE + 1),
        )
    changes: list[int] = []

    async def count(_: Change) -> None:
        await asyncio.sleep(0)
        changes.append(1)

    caplog.set_level(logging.INFO, "bot.privacy.service")
    expiring = ExpiredRows(store, [Expiry(name="drafts", keep=2 * DAY, remove=drafts.remove_older)])
    await expiring.remove(now=NOW)
    store.after_commit(count)

    await expiring.remove(now=NOW)

    assert len(changes) == 3
    async with store.read() as reading:
        assert await reading.scalar(select(func.count()).select_from(drafts_table)) == 0
    assert caplog.messages == [f"removed {2 * AT_ONCE + 1} expired drafts"]


async def test_one_that_fails_keeps_no_other_from_going(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await World.found(store)
    one = await write_down(store)

    async def fail(_connection: AsyncConnection, _before: datetime, _most: int) -> int:
        raise ValueError

    over = Expiry(name="deliveries", keep=90 * DAY, remove=past_deliveries.remove_over)
    expiring = ExpiredRows(store, [Expiry(name="letters", keep=DAY, remove=fail), over])
    await expiring.remove(now=NOW)
    await expiring.remove(now=NOW)

    assert not await is_there(store, one)
    assert "removing expired letters failed" in caplog.messages


async def test_a_clock_that_leaps_removes_nothing_at_first(store: Store) -> None:
    await World.found(store)
    one = await write_down(store)
    expiring = ExpiredRows(store, EXPIRIES)

    for now in (NOW - 3 * DAY, NOW + 300 * DAY, NOW, NOW + 300 * DAY):
        await expiring.remove(now=now)
        assert await is_there(store, one)
    await expiring.remove(now=NOW + 301 * DAY)

    assert not await is_there(store, one)
