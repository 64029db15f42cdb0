"""Importing: a schedule kept in a spreadsheet becomes meetings and talks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.imports.model.schedule import BadRow, Schedule, ScheduledTalk, rule_of
from bot.imports.service.placement import Intake
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.meeting_length import SHORTEST_SLOT
from bot.series.model.series import Series, Visibility
from bot.servers.service.claim_codes import issue
from bot.servers.service.setup import found
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.storage.database import Store
from bot.times.zones import wall_time

Progress = Callable[[int, int], None]
# Dates brought in between two looks at the progress.
BATCH = 200
Row = TypeVar("Row", ScheduledTalk, BadRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import, or would: talks made and present, rows left out.

    `claim_code` hands a new collaboration to a server; it is known only now.
    `ended` says that the series has nothing to come, `goes_on_again` that it had ended before.
    """

    made: tuple[ScheduledTalk, ...] = ()
    present: tuple[ScheduledTalk, ...] = ()
    refused: tuple[BadRow, ...] = ()
    new_collaboration: bool = False
    claim_code: str = field(default="", repr=False)
    new_series: bool = False
    ended: bool = False
    goes_on_again: bool = False


class _NothingSaved(Exception):  # noqa: N818 - ends a dry run's transaction
    """Undoes what a dry run did."""


class Importing:
    """What `python -m bot import` does."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what is made shows in calendars."""
        self._store = store
        self._publisher = publisher

    async def run(
        self,
        schedule: Schedule,
        *,
        collaboration: str,
        series_slug: str,
        write: bool,
        progress: Progress = lambda _done, _of: None,
        now: datetime,
    ) -> Imported:
        """Bring a schedule in, in one transaction; without `write` all of it is undone again.

        A collaboration and a series that are not there are made. Running it twice changes nothing.
        """
        slug = text.slug(collaboration, what="The collaboration's short name")
        of_series = text.slug(series_slug, what="The series' short name")
        result = Imported(refused=schedule.bad)
        if not schedule.talks:
            return result
        try:
            async with self._store.write() as connection:
                owner, new_owner = await _collaboration(connection, slug)
                chosen, new_series = await _series(
                    connection, owner, of_series, schedule.talks, now=now
                )
                intake = await Intake.into(connection, chosen, await sites.of(connection, owner))
                await self._bring_in(intake, schedule.talks, progress, write=write, now=now)
                code = await issue(connection, owner, now=now) if new_owner and write else ""
                goes_on_again = await _go_on(connection, chosen, intake.made, now=now)
                result = Imported(
                    made=_by_line(intake.made),
                    present=_by_line(intake.present),
                    refused=_by_line([*schedule.bad, *intake.refused]),
                    new_collaboration=new_owner,
                    claim_code=code,
                    new_series=new_series,
                    ended=chosen.ended_at is not None and not goes_on_again,
                    goes_on_again=goes_on_again,
                )
                _save_only_if(write)
        except _NothingSaved:
            return result
        return result

    async def _bring_in(
        self,
        intake: Intake,
        scheduled: Sequence[ScheduledTalk],
        progress: Progress,
        *,
        write: bool,
        now: datetime,
    ) -> None:
        days = [list(day) for _, day in groupby(sorted(scheduled, key=_place), key=_place)]
        done = 0
        for first in range(0, len(days), BATCH):
            batch = days[first : first + BATCH]
            touched = await intake.take(batch, now=now)
            if write:
                await self._publisher.publish(intake.connection, touched, now=now)
            done += sum(map(len, batch))
            progress(done, len(scheduled))


def _place(talk: ScheduledTalk) -> date:
    return talk.place


def _by_line(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.line))


def _save_only_if(write: bool) -> None:  # noqa: FBT001 - what the person chose
    if not write:
        raise _NothingSaved


async def _collaboration(connection: AsyncConnection, slug: str) -> tuple[int, bool]:
    """Return the collaboration called `slug`, made where it is not there, and whether it was."""
    present = await collaborations.by_slug(connection, slug)
    if present is not None:
        return present.id, False
    return await found(connection, slug=slug, name=_name(slug)), True


async def _series(
    connection: AsyncConnection,
    owner: int,
    slug: str,
    scheduled: Sequence[ScheduledTalk],
    *,
    now: datetime,
) -> tuple[Series, bool]:
    """Return the series called `slug`, made where it is not there, and whether it was."""
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
    """Make the series of a schedule.

    Its rule ends with the last talk that is past (with the first, where none is): no rule makes a
    meeting that the schedule lacks. What is to come counts as set by hand.
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
    assert stored is not None  # noqa: S101 - it was just made
    return stored


async def _go_on(
    connection: AsyncConnection, ended: Series, made: Sequence[ScheduledTalk], *, now: datetime
) -> bool:
    """Let a series go on that had ended, where talks to come were made; say whether it was so.

    An edit of an ended series drops all that is to come. Its rule makes no more meetings.
    """
    if ended.ended_at is None or not any(talk.start > now for talk in made):
        return False
    last = wall_time(ended.ended_at, ended.zone).date() - timedelta(days=1)
    await series.update(connection, ended.id, rule=ended.rule.with_end(until=last), ended_at=None)
    return True


def _name(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
