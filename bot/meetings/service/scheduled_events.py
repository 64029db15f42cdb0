"""Organizers put a meeting back among the server's scheduled events."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.meetings.model.scheduled_events import MIRRORED_AHEAD, visible_to_all
from bot.meetings.service.lookup import programme_called
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_meeting, to_server
from bot.people.model.viewers import Viewer
from bot.programme.model.meeting_changes import require_coming
from bot.series.service.rearrangement import shown_to
from bot.storage.database import Store
from bot.talks.model.talks import Programme


class ScheduledEventService:
    """What /meeting mirror does; the outbox does the rest."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    async def put_back(self, viewer: Viewer, meeting_id: int, *, now: datetime) -> Programme:
        """Show a meeting among the server's events again, where somebody deleted it there.

        An event that is still there is found and not created a second time.
        """
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            programme = await programme_called(connection, viewer, meeting_id)
            require_coming(programme.meeting, now=now)
            _require_mirrored(viewer, programme, now=now)
            await _reschedule_mirror(connection, viewer, programme, now=now)
        return shown_to(viewer, programme)


def _require_mirrored(viewer: Viewer, programme: Programme, *, now: datetime) -> None:
    if not visible_to_all(programme.terms, viewer.collaboration):
        message = _(
            "This meeting is not for everybody in the server, so it can't be a server event: "
            "Discord shows those to everyone."
        )
        raise Refusal(message)
    if programme.meeting.start - MIRRORED_AHEAD > now:
        message = _(
            "I'll add this meeting to the server's events by myself, {days} days before it starts.",
            days=MIRRORED_AHEAD.days,
        )
        raise Refusal(message)


async def _reschedule_mirror(
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
