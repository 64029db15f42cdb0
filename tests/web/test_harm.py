"""Whatever breaks, a subscriber keeps what it has."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from bot.ics.validation import check, parts
from bot.programme.store.calendar_entries import table as entries
from tests.web.stages import ALL, Stage
from tests.worlds import NOW

BROKEN = b"BEGIN:VEVENT\nnothing\n"


async def spoil(stage: Stage, *, everything: bool) -> None:
    """Break stored entries behind everybody's back, as a bad disk would."""
    change = update(entries).values(body=BROKEN)
    async with stage.store.write() as connection:
        await connection.execute(change if everything else change.where(entries.c.meeting_id == 1))
        await connection.execute(text("UPDATE collaborations SET revision = revision + 1"))


async def lose_tables(stage: Stage) -> None:
    """Take the entries away altogether."""
    async with stage.store.write() as connection:
        await connection.execute(text("ALTER TABLE entries RENAME TO lost"))
        await connection.execute(text("UPDATE collaborations SET revision = revision + 1"))


async def test_one_broken_entry_is_left_out_and_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    made = await stage.series()
    await spoil(stage, everything=False)

    answer = await stage.get(ALL)

    assert answer.status == 200
    assert check(answer.body) == []
    assert len(parts(answer.body)[1]) == len(made) - 1
    assert "left out" in caplog.text


@pytest.mark.parametrize("breaking", ["everything", "tables"])
async def test_the_last_good_calendar_stands_in(stage: Stage, breaking: str) -> None:
    await stage.series()
    good = await stage.get(ALL)
    await (spoil(stage, everything=True) if breaking == "everything" else lose_tables(stage))
    stage.clock.pass_by(timedelta(days=1))

    whole = await stage.get(ALL)
    unchanged = await stage.get(ALL, If_None_Match=good.headers["ETag"])

    assert (whole.status, whole.body) == (200, good.body)
    assert unchanged.status == 304


async def test_without_a_good_calendar_who_has_a_copy_keeps_it(stage: Stage) -> None:
    await stage.series()
    await lose_tables(stage)

    by_tag = await stage.get(ALL, If_None_Match='"older"')
    by_date = await stage.get(ALL, If_Modified_Since="Mon, 23 Nov 2026 08:00:00 GMT")
    other = await stage.get(ALL)

    assert [by_tag.status, by_date.status, other.status] == [304, 304, 404]
    assert other.headers["Cache-Control"] == "no-store"


async def test_a_token_that_cannot_be_looked_up_harms_nobody(stage: Stage) -> None:
    token = await stage.subscribing.subscribe(stage.world.organizer, label="Phone", now=NOW)
    async with stage.store.write() as connection:
        await connection.execute(text("ALTER TABLE subscriptions RENAME TO lost"))

    answer = await stage.get(f"/feeds/me/{token}/x.ics", If_None_Match='"older"')

    assert answer.status == 304


async def test_a_feed_recovers_by_itself(stage: Stage) -> None:
    await stage.series()
    await lose_tables(stage)
    await stage.get(ALL)
    async with stage.store.write() as connection:
        await connection.execute(text("ALTER TABLE lost RENAME TO entries"))

    answer = await stage.get(ALL)

    assert answer.status == 200


async def test_a_broken_page_names_an_error_and_nothing_else(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.store.write() as connection:
        await connection.execute(text("ALTER TABLE meetings RENAME TO lost"))

    answer = await stage.get("/c/deep-learning-theory/")

    assert answer.status == 500
    assert b"no such table" not in answer.body
    logged = [r for r in caplog.records if r.name == "bot.web.server"]
    assert logged[0].getMessage().split("[")[1].rstrip("]").encode() in answer.body


async def test_health_tells_whether_the_store_can_be_read(stage: Stage) -> None:
    well = await stage.get("/healthz")
    async with stage.store.write() as connection:
        await connection.execute(text("PRAGMA foreign_keys"))
        await connection.execute(text("ALTER TABLE collaborations RENAME TO lost"))

    ill = await stage.get("/healthz")

    assert [(well.status, well.body), ill.status] == [(200, b"ok\n"), 503]
