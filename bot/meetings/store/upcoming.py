"""Queries about meetings that are not over."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.store.meetings import IN_ORDER, IS_EXPECTED, LONGEST, from_row, table
from bot.storage import rows
from bot.storage.prepared import Prepared, prepared


async def of(
    connection: AsyncConnection,
    collaboration_id: int,
    *,
    series_ids: Collection[int],
    after: datetime,
    most: int,
    skip: int = 0,
) -> list[Meeting]:
    """Return meetings of these series that end after an instant, in order, cancelled or not.

    Meetings that their series dropped are not included: nobody expects them.
    """
    query = select(table).where(*_are_coming(collaboration_id, series_ids, *_not_over(after)))
    ordered = query.order_by(*IN_ORDER).limit(most).offset(skip)
    return await rows.every(connection, ordered, from_row)


def ids(
    collaboration_id: int,
    *,
    series_ids: Collection[int],
    after: datetime,
    most: int,
    skip: int = 0,
) -> Prepared[Select[tuple[int]]]:
    """Return the query for the ids of the meetings that `of` would return.

    Dates that were left out from the start are not included.
    """
    return _ids(collaboration_id, series_ids, *_not_over(after), most, skip)


@prepared
def _ids(
    collaboration_id: int,
    series_ids: Collection[int],
    begins_after: datetime,
    ends_after: int,
    most: int,
    skip: int,
) -> Select[tuple[int]]:
    coming = _are_coming(collaboration_id, series_ids, begins_after, ends_after)
    query = (
        select(table.c.id).where(*coming, IS_EXPECTED).order_by(*IN_ORDER).limit(most).offset(skip)
    )
    return select(query.subquery().c.id)


def next_ids(
    collaboration_id: int, *, series_ids: Collection[int], after: datetime
) -> Prepared[Select[tuple[int]]]:
    """Return the query for the id of the next meeting of each series, cancelled or not."""
    return _next_ids(collaboration_id, series_ids, *_not_over(after))


@prepared
def _next_ids(
    collaboration_id: int, series_ids: Collection[int], begins_after: datetime, ends_after: int
) -> Select[tuple[int]]:
    place = func.row_number().over(partition_by=table.c.series_id, order_by=IN_ORDER)
    coming = _are_coming(collaboration_id, series_ids, begins_after, ends_after)
    numbered = select(table.c.id, place.label("place")).where(*coming, IS_EXPECTED).subquery()
    return select(numbered.c.id).where(numbered.c.place == 1)


def _not_over(after: datetime) -> tuple[datetime, int]:
    """Return when what is not over then began at the earliest, and the second it ends after."""
    return after - LONGEST, int(after.timestamp())


def _are_coming(
    collaboration_id: int, series_ids: Collection[int], begins_after: datetime, ends_after: int
) -> tuple[ColumnElement[bool], ...]:
    ends = extract("epoch", table.c.start) + 60 * table.c.minutes
    return (
        table.c.collaboration_id == collaboration_id,
        table.c.series_id.in_(series_ids),
        table.c.start > begins_after,  # which the index knows, other than the end
        ends > ends_after,
        table.c.status != MeetingStatus.DROPPED,
    )
