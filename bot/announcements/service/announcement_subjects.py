"""What an announcement is about: a talk in its slot, or a meeting."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.store import upcoming
from bot.outbox.deliveries import number_in
from bot.series import store as series
from bot.talks.model.talks import Booking, Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions


async def subject_of(
    connection: AsyncConnection, about: str, *, now: datetime
) -> Booking | Programme | None:
    """Return what an announcement is about; for a series that is its next meeting."""
    if (talk_id := number_in(about, "talk")) is not None:
        booked = await stored_bookings.where(connection, conditions.has_id(talk=talk_id))
        return booked[0] if booked else None
    meeting_id = number_in(about, "meeting")
    if (series_id := number_in(about, "series")) is not None:
        found = await series.by_id(connection, series_id)
        coming = (
            []
            if found is None
            else await upcoming.of(
                connection, found.collaboration_id, series_ids=[found.id], after=now, most=1
            )
        )
        meeting_id = coming[0].id if coming else None
    if meeting_id is None:
        return None
    booked = await stored_bookings.where(connection, conditions.in_meetings([meeting_id]))
    return next(iter(stored_bookings.programmes_of(booked)), None)
