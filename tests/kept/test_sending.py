"""What waited when it was kept is sent, and what was sent is kept true."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from tests.discord_servers import StillClock
from tests.kept import frozen
from tests.kept.restoring import Kept
from tests.kept.tables import rows


async def pass_time(app: App, clock: StillClock, **distance: float) -> None:
    """Let time pass; what falls due meanwhile is sent when it is due."""
    until = clock.now() + timedelta(**distance)
    while (due := await app.outbox.next_moment()) is not None and due <= until:
        clock.advance(max(due - clock.now(), timedelta(seconds=1)))
        await app.outbox.run_due()
    clock.advance(max(until - clock.now(), timedelta()))


def states(database: Path) -> dict[int, tuple[str, str]]:
    """Return the kind and the state of each delivery."""
    query = "SELECT id, kind, state FROM deliveries"
    return {number: (kind, state) for number, kind, state in rows(database, query)}


@pytest.mark.usefixtures("kept")
async def test_what_waited_is_sent(app: App, clock: StillClock, database: Path) -> None:
    before = states(database)

    await pass_time(app, clock, days=11)

    after = states(database)
    sent = Counter(
        before[number][0]
        for number, (_, state) in after.items()
        if state == "sent" and before.get(number, ("", ""))[1] in {"waiting", "claimed"}
    )
    assert set(sent) == frozen.DELIVERIES


@pytest.fixture
def out_of_step(database: Path) -> Path:
    """The database, in which all that stands in Discord is to be looked at and written again."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE deliveries SET digest = '', edited_at = NULL, edit_due = '2026-11-22' "
            "WHERE state = 'sent'"
        )
    return database


async def test_what_stands_in_discord_is_kept_true(
    out_of_step: Path, kept: Kept, app: App, clock: StillClock
) -> None:
    await pass_time(app, clock, minutes=10)

    asked = {request.path for request in kept.world.http_requests if request.method == "PATCH"}
    looked_at = rows(
        out_of_step,
        "SELECT kind FROM deliveries "
        "WHERE state = 'sent' AND (edit_due IS NULL OR edit_due > '2026-11-23')",
    )
    edited = rows(
        out_of_step,
        "SELECT kind, channel_id, message_id FROM deliveries WHERE edited_at IS NOT NULL",
    )
    there = {kind for kind, channel, message in edited if kept.is_edited(channel, message)}
    assert {kind for (kind,) in looked_at} >= frozen.STANDING
    assert there >= frozen.STANDING - {"mirror", "thread"}
    assert any("scheduled-events" in path for path in asked)
