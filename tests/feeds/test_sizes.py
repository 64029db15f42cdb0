"""Calendar programs lose meetings of feeds that are too large: ours stay within what they take."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.ics.event_content import Content
from bot.ics.validation import MOST_BYTES, check, check_entry, parts
from bot.ics.writer import render
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.store import meetings
from bot.programme.model.calendar_entries import Entry, FeedAudience
from bot.programme.store import calendar_entries as entries
from bot.servers.store import collaborations
from tests.web.stages import ALL, Stage
from tests.worlds import NOW

DAY = timedelta(days=1)
MARK = "A long abstract. "
MODEL = 1  # the meeting that others are copied from


def entry(meeting_id: int, start: datetime, *, letters: int, brief_letters: int) -> Entry:
    content = Content(
        uid=f"meeting-{meeting_id}@test",
        start=start,
        end=start + timedelta(hours=1),
        summary="Seminar",
        description=MARK * (letters // len(MARK)),
        brief="b" * brief_letters,
    )
    return Entry(
        meeting_id=meeting_id,
        audience=FeedAudience.PUBLIC,
        collaboration_id=1,
        series_id=1,
        start=start,
        digest="",
        sequence=0,
        modified=NOW,
        cancelled=False,
        body=render(content, sequence=0, modified=NOW),
        short_body=render(content, sequence=0, modified=NOW, brief=True),
    )


async def fill(
    stage: Stage, starts: Sequence[datetime], *, letters: int = 0, brief_letters: int = 0
) -> list[int]:
    """Make meetings at these instants with entries of these sizes; return their ids."""
    (model, *_) = await stage.series(until="1 times")
    async with stage.store.write() as connection:
        ids = await meetings.insert_with_slots(
            connection, [_row(model, start) for start in starts], slots_each=1
        )
        made = [
            entry(meeting_id, start, letters=letters, brief_letters=brief_letters)
            for meeting_id, start in zip(ids, starts, strict=True)
        ]
        await entries.replace(connection, made)
        await collaborations.raise_revision(connection, 1)
    return ids


def _row(model: Meeting, start: datetime) -> dict[str, object]:
    return {
        "collaboration_id": 1,
        "series_id": model.series_id,
        "place": start.date() - 3650 * DAY,  # not the model's own
        "wall": start.replace(tzinfo=None),
        "zone": "UTC",
        "start": start,
        "minutes": 60,
        "status": MeetingStatus.SCHEDULED,
        "tz_release": "2026f",
    }


def shown(body: bytes) -> list[int]:
    raw_entries = parts(body)[1] or [body]
    uids = [check_entry(raw).uid.decode() for raw in raw_entries]
    ids = [int(uid.removeprefix("meeting-").partition("@")[0]) for uid in uids]
    return [meeting_id for meeting_id in ids if meeting_id != MODEL]


async def test_abstracts_of_the_past_go_first(stage: Stage) -> None:
    ids = await fill(stage, [NOW + k * DAY for k in range(-50, 40)], letters=12_000)

    body = (await stage.get(ALL)).body

    long = [shown(raw)[0] for raw in parts(body)[1] if MARK.encode() in raw and shown(raw)]
    assert check(body) == []
    assert shown(body) == ids
    assert long == ids[50:]


async def test_then_the_longest_past_goes(stage: Stage) -> None:
    starts = [NOW + k * DAY for k in range(-80, 40)]
    ids = await fill(stage, starts, letters=12_000, brief_letters=9_000)

    body = (await stage.get(ALL)).body

    kept = shown(body)
    assert check(body) == []
    assert kept == ids[-len(kept) :]
    assert 40 < len(kept) < 100
    assert MOST_BYTES - 20_000 < len(body) <= MOST_BYTES


async def test_then_the_abstracts_of_what_is_coming(stage: Stage) -> None:
    ids = await fill(stage, [NOW + k * DAY for k in range(-5, 100)], letters=12_000)

    body = (await stage.get(ALL)).body

    assert shown(body) == ids
    assert MARK.encode() not in body


async def test_what_is_nearest_ahead_stays_longest(stage: Stage) -> None:
    starts = [NOW + k * DAY for k in range(-5, 100)]
    ids = await fill(stage, starts, letters=12_000, brief_letters=12_000)

    kept = shown((await stage.get(ALL)).body)

    assert kept == ids[5 : 5 + len(kept)]
    assert len(kept) > 60


async def test_no_feed_holds_more_than_a_thousand_meetings(stage: Stage) -> None:
    ids = await fill(stage, [datetime(2022, 1, 1, tzinfo=UTC) + k * DAY for k in range(1_010)])

    body = (await stage.get(f"{ALL}?past=all")).body

    assert check(body) == []
    assert len(parts(body)[1]) == 1_000
    assert shown(body) == ids[-999:]
