"""The weekly digest and the board: what is coming, for a whole channel."""

from datetime import timedelta

from bot.outbox.drawing import Page, Rendered, coming
from bot.programme.cards import announcements

WEEK = timedelta(weeks=1)
BOARD_SHOWS = timedelta(weeks=3)
MOST_SHOWN = 12


async def digest(page: Page) -> Rendered | None:
    """List the week to come."""
    programmes = await coming(page, page.delivery.due, page.delivery.due + WEEK)
    if not programmes and not page.stands:
        return None
    return Rendered(reply=announcements.digest(programmes, page.setting))


async def board(page: Page) -> Rendered | None:
    """List what is coming, for as long as it stands."""
    programmes = await coming(page, page.now, page.now + BOARD_SHOWS)
    ends = [programme.meeting.end for programme in programmes]
    tomorrow = page.now + timedelta(days=1)
    reply = announcements.board(programmes[:MOST_SHOWN], page.setting)
    return Rendered(reply=reply, look_again=min([*ends, tomorrow]))
