"""Plans the notices that are posted before weeks in which clocks disagree."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.model.meetings import Meeting
from bot.meetings.store import meetings
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, State, about_meeting, moment_key, to_channel
from bot.outbox.reconciliation import reconcile
from bot.programme.model.reminders import HORIZON, channel_of
from bot.series.model.clock_changes import REACH, ShiftedMeetings, runs
from bot.series.model.series import Series
from bot.servers.model.collaborations import Collaboration
from bot.sites.model.sites import Site

# A notice is posted this many days before the first meeting of a run.
LEADS = (14, 2)


async def plan_clock_notices(
    connection: AsyncConnection,
    collaboration: Collaboration,
    sites: Sequence[Site],
    several: Iterable[Series],
    *,
    now: datetime,
) -> None:
    """Re-plan the clock-change notices of these series."""
    wanted: list[Due] = []
    theirs: set[str] = set()
    # A one-off meeting has no usual hour.
    for series in (one for one in several if not one.single):
        near = await meetings.of_series(
            connection, series.id, since=now - REACH, until=now + HORIZON + REACH
        )
        theirs |= {f"meeting:{meeting.id}" for meeting in near}
        channel_id = channel_of(series, collaboration)
        if channel_id is not None:
            found = runs(near, sites)
            wanted += notices(_near(found, now=now), channel_id=channel_id, now=now)
    if not theirs:
        return
    waiting = await deliveries.of_kind(
        connection, collaboration.id, [Kind.CLOCKS], states=[State.WAITING]
    )
    subjects = {*(due.what for due in wanted), *(w.what for w in waiting if w.what in theirs)}
    await reconcile(connection, collaboration.id, subjects, wanted, now=now, kinds={Kind.CLOCKS})


def notices(found: Iterable[ShiftedMeetings], *, channel_id: int, now: datetime) -> list[Due]:
    """Return the notices due in a channel for runs that have not begun."""
    return [
        Due(
            kind=Kind.CLOCKS,
            what=about_meeting(run.first.id),
            target=to_channel(channel_id),
            occurrence=f"{moment_key(run.first.start)} {days}",
            due=run.first.start - timedelta(days=days),
            pointless_after=run.first.start,
        )
        for run in found
        if run.first.start > now
        for days in LEADS
    ]


def _near(found: Iterable[ShiftedMeetings], *, now: datetime) -> list[ShiftedMeetings]:
    return [run for run in found if run.first.start <= now + HORIZON]


async def run_from(
    connection: AsyncConnection, first: Meeting, sites: Sequence[Site]
) -> ShiftedMeetings | None:
    """Return the run that now begins with a meeting; None where none does."""
    around = await meetings.of_series(
        connection, first.series_id, since=first.start - REACH, until=first.start + REACH
    )
    return next((run for run in runs(around, sites) if run.first.id == first.id), None)
