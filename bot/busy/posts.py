"""Tells members that entries of their calendars can no longer be read."""

from bot.busy import store as diaries
from bot.busy.cards import unread_letter
from bot.outbox.deliveries import number_in
from bot.outbox.drawing import DrawRequest, Rendered


async def unread_entries(request: DrawRequest) -> Rendered | None:
    """Return what cannot be read of a calendar now, None if all can or it was removed."""
    async with request.store.read() as connection:
        diary = await diaries.by_id(connection, number_in(request.delivery.what, "diary") or 0)
    if diary is None or not diary.report.unread:
        return None
    return Rendered(reply=unread_letter(diary, marker=request.marker))
