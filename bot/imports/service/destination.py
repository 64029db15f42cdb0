"""The collaboration and the series that a schedule is imported into."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.imports.model.schedule import rule_of
from bot.imports.model.scheduled_talks import ScheduledTalk
from bot.series import store as series
from bot.series.model.meeting_length import SHORTEST_SLOT
from bot.series.model.series import Series, Visibility
from bot.servers.service.setup import found
from bot.servers.store import collaborations
from bot.times.zones import wall_time


async def collaboration_of(connection: AsyncConnection, slug: str) -> tuple[int, bool]:
    """Return the collaboration called `slug`, and whether it had to be created."""
    present = await collaborations.by_slug(connection, slug)
    if present is not None:
        return present.id, False
    return await found(connection, slug=slug, name=_name(slug)), True


async def series_of(
    connection: AsyncConnection,
    owner: int,
    slug: str,
    scheduled: Sequence[ScheduledTalk],
    *,
    now: datetime,
) -> tuple[Series, bool]:
    """Return the series called `slug`, and whether it had to be created."""
    present = await series.by_slug(connection, owner, slug)
    if present is not None:
        return present, False
    return await _new_series(connection, owner, slug, scheduled, now=now), True


async def _new_series(
    connection: AsyncConnection,
    owner: int,
    slug: str,
    scheduled: Sequence[ScheduledTalk],
    *,
    now: datetime,
) -> Series:
    """Create the series of a schedule.

    Its rule ends with the last past talk (or with the first talk), so that the rule creates no
    meeting that the schedule lacks. Future meetings count as moved by hand.
    """
    rule, zone, minutes = rule_of(scheduled)
    places = sorted(talk.place for talk in scheduled)
    past = [talk.place for talk in scheduled if talk.start <= now]
    made = await series.insert(
        connection,
        collaboration_id=owner,
        slug=slug,
        title=_name(slug),
        rule=rule.with_end(until=max(past, default=places[0])),
        zone=zone,
        first=places[0],
        minutes=max(minutes, SHORTEST_SLOT),
        slots=1,
        visibility=Visibility.PUBLIC,
        ended_at=now if len(past) == len(places) else None,
    )
    stored = await series.by_id(connection, made)
    assert stored is not None  # noqa: S101 - it was just created
    return stored


async def reopen(
    connection: AsyncConnection, ended: Series, made: Sequence[ScheduledTalk], *, now: datetime
) -> bool:
    """Reopen an ended series if future talks were created; return whether it was reopened.

    Otherwise an edit of the ended series would drop them. Its rule creates no more meetings.
    """
    if ended.ended_at is None or not any(talk.start > now for talk in made):
        return False
    last = wall_time(ended.ended_at, ended.zone).date() - timedelta(days=1)
    await series.update(connection, ended.id, rule=ended.rule.with_end(until=last), ended_at=None)
    return True


def _name(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
