"""Pages of talks: those to come, past ones, and those that wait for a slot."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.storage.prepared import Condition
from bot.talks.model.submission import MOST_NAME
from bot.talks.model.talks import Booking, Talk
from bot.talks.service.slots import visible_series
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks

PER_PAGE = 6


class TalkSelection(StrEnum):
    """Which talks a list shows; buttons hold the names, Discord's option the values."""

    COMING = _("coming")
    PAST = _("past")
    WAITING = _("waiting for a slot")


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkQuery:
    """Which page of which talks: of one series or all, by one speaker or all."""

    selection: TalkSelection = TalkSelection.COMING
    slug: str | None = None
    speaker: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """A page of a list of talks; `waiting` holds those without a slot."""

    bookings: tuple[Booking, ...] = ()
    waiting: tuple[Talk, ...] = ()
    page: int = 1
    is_last: bool = True


async def talk_page(
    connection: AsyncConnection, viewer: Viewer, query: TalkQuery, *, now: datetime
) -> TalkPage:
    """Return a page, counted from 1, of the talks that the viewer may see."""
    if query.selection is TalkSelection.WAITING:
        return TalkPage(waiting=await _waiting(connection, viewer))
    page = max(query.page, 1)
    found = await stored_bookings.page(
        connection,
        conditions.in_any_series(await visible_series(connection, viewer, query.slug)),
        *_conditions(query, now=now),
        latest_first=query.selection is TalkSelection.PAST,
        most=PER_PAGE + 1,
        skip=(page - 1) * PER_PAGE,
    )
    shown = tuple(replace(one, terms=viewer.shown(one.terms)) for one in found[:PER_PAGE])
    return TalkPage(bookings=shown, page=page, is_last=len(found) <= PER_PAGE)


def _conditions(query: TalkQuery, *, now: datetime) -> list[Condition]:
    is_past = query.selection is TalkSelection.PAST
    span = (None, now) if is_past else (now, None)
    wanted = [conditions.is_filled(), conditions.begins_between(*span)]
    if query.speaker:
        name = text.line(query.speaker, most=MOST_NAME, what=_("The name"))
        wanted.append(conditions.spoken_by_name(name))
    return wanted


async def _waiting(connection: AsyncConnection, viewer: Viewer) -> tuple[Talk, ...]:
    """Return the talks without a slot that the viewer may see."""
    every = {one.id: one for one in await series.of(connection, viewer.collaboration.id)}
    found = await talks.unplaced(connection, viewer.collaboration.id)
    return tuple(talk for talk in found if viewer.sees_talk(talk, every[talk.series_id]))
