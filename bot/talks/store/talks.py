"""Talks and their speakers, in the store."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, delete, exists, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import SlotTaken
from bot.core.translation import _
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.storage import rows
from bot.storage.engines.engine import Failure
from bot.storage.engines.errors import failure_of
from bot.storage.expiry import is_older_than_newest
from bot.talks.model.talks import Speaker, Talk, TalkStatus
from bot.talks.store.tables import speakers, talks
from bot.waitlist.store import swaps

COLUMNS = [column for column in talks.c if column.key not in {"created_at", "withdrawn_at"}]


def talk_from(row: RowMapping, spoken_by: Sequence[Speaker]) -> Talk:
    """Return a row as a talk."""
    return Talk(**row, speakers=tuple(spoken_by))


async def speakers_of(
    connection: AsyncConnection, talk_ids: Iterable[int]
) -> dict[int, list[Speaker]]:
    """Return the speakers of talks by the ids of the talks, in their order."""
    query = select(speakers).where(speakers.c.talk_id.in_(list(talk_ids)))
    found: dict[int, list[Speaker]] = defaultdict(list)
    for row in await connection.execute(query.order_by(speakers.c.talk_id, speakers.c.position)):
        speaker = Speaker(
            name=row.name,
            affiliation=row.affiliation,
            member_id=row.member_id,
            site_id=row.site_id,
        )
        found[row.talk_id].append(speaker)
    return found


async def _talks(connection: AsyncConnection, query: Select[Any]) -> list[Talk]:
    found = (await connection.execute(query)).mappings().all()
    spoken_by = await speakers_of(connection, (row["id"] for row in found)) if found else {}
    return [talk_from(row, spoken_by.get(row["id"], [])) for row in found]


async def by_id(connection: AsyncConnection, talk_id: int) -> Talk | None:
    """Return the talk with this id."""
    found = await _talks(connection, select(*COLUMNS).where(talks.c.id == talk_id))
    return found[0] if found else None


def held(now: datetime) -> Select[tuple[int]]:
    """Return the members who are to give a talk, or have proposed one."""
    return (
        select(speakers.c.member_id)
        .join(talks, talks.c.id == speakers.c.talk_id)
        .where(speakers.c.member_id.is_not(None), _is_to_be_given(now))
    )


async def held_by(connection: AsyncConnection, member_id: int, *, now: datetime) -> list[int]:
    """Return the talks that a member is to give or has proposed."""
    query = (
        select(talks.c.id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .where(speakers.c.member_id == member_id, _is_to_be_given(now))
    )
    return list(await connection.scalars(query.order_by(talks.c.id)))


def _is_to_be_given(now: datetime) -> ColumnElement[bool]:
    to_come = (
        select(slots.c.id)
        .join(meetings, meetings.c.id == slots.c.meeting_id)
        .where(meetings.c.start > now)
    )
    return or_(talks.c.slot_id.in_(to_come), talks.c.status == TalkStatus.PROPOSED)


async def by_ids(connection: AsyncConnection, talk_ids: Collection[int]) -> list[Talk]:
    """Return the talks with these ids."""
    return await _talks(connection, select(*COLUMNS).where(talks.c.id.in_(talk_ids)))


async def unplaced(connection: AsyncConnection, collaboration_id: int) -> list[Talk]:
    """Return the talks without a slot, oldest first."""
    query = select(*COLUMNS).where(
        talks.c.collaboration_id == collaboration_id,
        talks.c.status == TalkStatus.PROPOSED,
    )
    return await _talks(connection, query.order_by(talks.c.id))


async def latest(
    connection: AsyncConnection, collaboration_id: int, *, most: int
) -> list[tuple[Talk, datetime | None, bool]]:
    """Return the newest talks that are not withdrawn.

    With each the start of its meeting, and whether that takes place.
    """
    query = (
        select(talks.c.id, meetings.c.start, meetings.c.status)
        .select_from(talks.outerjoin(slots, slots.c.id == talks.c.slot_id).outerjoin(meetings))
        .where(
            talks.c.collaboration_id == collaboration_id,
            talks.c.status != TalkStatus.WITHDRAWN,
        )
        .order_by(talks.c.id.desc())
        .limit(most)
    )
    met = {row.id: row for row in await connection.execute(query)}
    found = await _talks(
        connection, select(*COLUMNS).where(talks.c.id.in_(select(query.subquery().c.id)))
    )
    return [
        (talk, met[talk.id].start, met[talk.id].status == MeetingStatus.SCHEDULED) for talk in found
    ]


async def insert_talk(
    connection: AsyncConnection,
    *,
    spoken_by: Sequence[Speaker],
    **values: Any,
) -> int:
    """Insert a talk with its speakers and return its id.

    Raises SlotTaken if the slot has a talk; the unique constraint decides.
    """
    with _taken_in_words():
        talk_id = await rows.insert(connection, talks, values)
    if spoken_by:
        await connection.execute(insert(speakers), _speaker_rows(talk_id, spoken_by))
    return talk_id


async def insert_new(
    connection: AsyncConnection,
    *,
    spoken_by: Sequence[Speaker],
    created_at: datetime,
    **values: Any,
) -> Talk:
    """Insert a talk with its speakers and return it; raises SlotTaken like `insert_talk`."""
    talk_id = await insert_talk(connection, spoken_by=spoken_by, created_at=created_at, **values)
    unsaid = dict.fromkeys(("paper", "slides", "video", "recording"))
    return Talk(**{**unsaid, "revision": 0, **values}, id=talk_id, speakers=tuple(spoken_by))


async def insert_many(
    connection: AsyncConnection, made: Sequence[tuple[dict[str, Any], Sequence[Speaker]]]
) -> None:
    """Insert many talks with their speakers in free slots; all have the same columns."""
    if not made:
        return
    result = await connection.execute(
        insert(talks).returning(talks.c.id, sort_by_parameter_order=True),
        [values for values, _ in made],
    )
    await connection.execute(
        insert(speakers),
        [
            row
            for (talk_id,), (_, spoken_by) in zip(result, made, strict=True)
            for row in _speaker_rows(talk_id, spoken_by)
        ],
    )


async def update_talk(connection: AsyncConnection, talk_id: int, **changes: Any) -> None:
    """Change a talk; its revision rises."""
    with _taken_in_words():
        await rows.update(connection, talks, talk_id, {**changes, "revision": talks.c.revision + 1})


async def update_several(
    connection: AsyncConnection, changes: Mapping[int, Mapping[str, Any]]
) -> None:
    """Change talks, by id; their revisions rise."""
    raised = {"revision": talks.c.revision + 1}
    with _taken_in_words():
        await rows.update_several(connection, talks, changes, also=raised)


async def remove_withdrawn(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Remove talks that were withdrawn by an instant; return how many."""
    query = select(talks.c.id).where(
        talks.c.withdrawn_at <= before,
        talks.c.status == TalkStatus.WITHDRAWN,
        is_older_than_newest(talks),
        # A swap goes with its talk; the newest stays, or its number would be given again.
        ~exists().where(
            or_(swaps.c.talk_id == talks.c.id, swaps.c.other_talk_id == talks.c.id),
            ~is_older_than_newest(swaps),
        ),
    )
    result = await connection.execute(delete(talks).where(talks.c.id.in_(query.limit(most))))
    return int(result.rowcount)


@contextmanager
def _taken_in_words() -> Iterator[None]:
    """Refuse a second talk in a slot in words that a person understands."""
    try:
        yield
    except IntegrityError as error:
        # The slot is the only column of a talk that no two may share.
        if failure_of(error) is not Failure.NOT_UNIQUE:
            raise
        message = _("Somebody was faster: this slot is taken. Nothing you typed is lost.")
        raise SlotTaken(message) from error


async def set_speakers(
    connection: AsyncConnection, talk_id: int, spoken_by: Sequence[Speaker]
) -> None:
    """Give a talk these speakers, in this order."""
    await connection.execute(delete(speakers).where(speakers.c.talk_id == talk_id))
    if spoken_by:
        await connection.execute(insert(speakers), _speaker_rows(talk_id, spoken_by))


def _speaker_rows(talk_id: int, spoken_by: Sequence[Speaker]) -> list[dict[str, Any]]:
    return [
        {
            "talk_id": talk_id,
            "position": position,
            "name": speaker.name,
            "affiliation": speaker.affiliation,
            "member_id": speaker.member_id,
            "site_id": speaker.site_id,
        }
        for position, speaker in enumerate(spoken_by)
    ]
