"""The import of a schedule, which becomes meetings and talks."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from bot.core import text
from bot.core.translation import _
from bot.imports.model.schedule import Schedule
from bot.imports.model.scheduled_talks import BadRow, ScheduledTalk
from bot.imports.service.destination import collaboration_of, reopen, series_of
from bot.imports.service.placement import Placement
from bot.programme.service.publication import Publisher
from bot.servers.service.claim_codes import issue
from bot.sites.store import sites
from bot.storage.change import Change
from bot.storage.database import Store

Progress = Callable[[int, int], None]
BATCH = 200  # dates imported between two reports of the progress
Row = TypeVar("Row", ScheduledTalk, BadRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The result of an import: talks created and already present, and rows left out.

    `claim_code` lets a server claim a new collaboration; it is known only now. `ended` means that
    the series has nothing to come, `goes_on_again` that it had ended before.
    """

    made: tuple[ScheduledTalk, ...] = ()
    present: tuple[ScheduledTalk, ...] = ()
    refused: tuple[BadRow, ...] = ()
    new_collaboration: bool = False
    claim_code: str = field(default="", repr=False)
    new_series: bool = False
    ended: bool = False
    goes_on_again: bool = False


class _DryRun(Exception):  # noqa: N818 - it ends a transaction, and no error happened
    """Undoes everything at the end of a dry run."""


class ScheduleImport:
    """Imports schedules into a store and its calendars."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; the publisher puts new meetings into calendars."""
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
        """Import a schedule in one transaction; without `write`, undo it all at the end.

        A missing collaboration or series is created. Running it twice changes nothing.
        """
        slugs = (
            text.slug(collaboration, what=_("The collaboration's short name")),
            text.slug(series_slug, what=_("The series' short name")),
        )
        result = Imported(refused=schedule.bad)
        if not schedule.talks:
            return result
        with suppress(_DryRun):
            # A change of all, since it may make the collaboration.
            async with self._store.write() as connection:
                result = await self._import(
                    connection, schedule, slugs, progress, write=write, now=now
                )
                if not write:
                    raise _DryRun
        return result

    async def _import(
        self,
        connection: Change,
        schedule: Schedule,
        slugs: tuple[str, str],
        progress: Progress,
        *,
        write: bool,
        now: datetime,
    ) -> Imported:
        owner, new_owner = await collaboration_of(connection, slugs[0])
        series, new_series = await series_of(connection, owner, slugs[1], schedule.talks, now=now)
        placement = await Placement.into(connection, series, await sites.of(connection, owner))
        await self._place(placement, schedule.talks, progress, write=write, now=now)
        code = await issue(connection, owner, now=now) if new_owner and write else ""
        goes_on_again = await reopen(connection, series, placement.made, now=now)
        return Imported(
            made=_by_line(placement.made),
            present=_by_line(placement.present),
            refused=_by_line([*schedule.bad, *placement.refused]),
            new_collaboration=new_owner,
            claim_code=code,
            new_series=new_series,
            ended=series.ended_at is not None and not goes_on_again,
            goes_on_again=goes_on_again,
        )

    async def _place(
        self,
        placement: Placement,
        scheduled: Sequence[ScheduledTalk],
        progress: Progress,
        *,
        write: bool,
        now: datetime,
    ) -> None:
        days = [list(day) for _date, day in groupby(sorted(scheduled, key=_place), key=_place)]
        done = 0
        for first in range(0, len(days), BATCH):
            batch = days[first : first + BATCH]
            touched = await placement.take(batch, now=now)
            if write:
                await self._publisher.publish(placement.connection, touched, now=now)
            done += sum(map(len, batch))
            progress(done, len(scheduled))


def _place(talk: ScheduledTalk) -> date:
    return talk.place


def _by_line(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.line))
