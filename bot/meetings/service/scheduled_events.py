"""Mirroring: organizers put a meeting back among the server's scheduled events."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.meetings.model.scheduled_events import MIRRORED_AHEAD, stands_for_all
from bot.meetings.service.changes import programme_called
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_meeting, to_server
from bot.people.model.viewers import Viewer
from bot.programme.model.meeting_changes import require_coming
from bot.series.service.rearrangement import shown_to
from bot.storage.database import Store
from bot.talks.model.talks import Programme


class Mirroring:
    """What /meeting mirror does; all else about mirrors does the outbox."""

    def __init__(self, store: Store) -> None:
        """Work on this store."""
        self._store = store

    async def put_back(self, viewer: Viewer, meeting_id: int, *, now: datetime) -> Programme:
        """Have a meeting stand among the server's events, also where somebody deleted it there.

        Where it still stands it is found, and not made a second time.
        """
        viewer.require_organizer()
        async with self._store.write() as connection:
            programme = await programme_called(connection, viewer, meeting_id)
            require_coming(programme.meeting, now=now)
            _require_mirrored(viewer, programme, now=now)
            await _renew(connection, viewer, programme, now=now)
        return shown_to(viewer, programme)


def _require_mirrored(viewer: Viewer, programme: Programme, *, now: datetime) -> None:
    if not stands_for_all(programme.series, viewer.collaboration):
        message = (
            "This meeting is not for everybody in the server, and Discord shows its events to all: "
            "it stays out of them."
        )
        raise Refusal(message)
    if programme.meeting.start - MIRRORED_AHEAD > now:
        message = (
            "The server's events show the next four weeks: this meeting comes among them by itself."
        )
        raise Refusal(message)


async def _renew(
    connection: AsyncConnection, viewer: Viewer, programme: Programme, *, now: datetime
) -> None:
    due = Due(
        kind=Kind.MIRROR,
        what=about_meeting(programme.meeting.id),
        target=to_server(viewer.collaboration.guild_id or 0),
        due=now,
        pointless_after=programme.meeting.start,
    )
    present = await deliveries.by_key(connection, viewer.collaboration.id, due)
    if present is None:
        await deliveries.insert_many(connection, viewer.collaboration.id, [due])
        return
    await deliveries.change(connection, present.id, message_id=None, payload={}, edit_due=None)
    await deliveries.redate(connection, present.id, due)
