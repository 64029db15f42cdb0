"""The stored entries of a feed, as many as calendar programs take."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ics.feed_retention import SHOWN_AFTER, SHOWN_BEFORE
from bot.ics.validation import MOST_BYTES, MOST_ENTRIES
from bot.programme.store import feed_entries

# The bytes that the calendar around the entries may take.
MOST_OF_HEAD = 5_000
ROOM = MOST_BYTES - MOST_OF_HEAD


async def fitting_entries(
    connection: AsyncConnection, scope: feed_entries.Scope, *, now: datetime, everything: bool
) -> Sequence[bytes]:
    """Return the bytes of a feed's entries by their start, as many as it may hold.

    If they do not fit, these go first, in this order: abstracts of past meetings, the oldest
    meetings, abstracts of coming meetings, the meetings farthest ahead.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = None if everything else midnight - SHOWN_BEFORE
    before = midnight + SHOWN_AFTER
    read = partial(feed_entries.bodies, connection, scope, today=midnight)
    found = await read(since=since, before=before, most=MOST_ENTRIES + 1)
    if len(found) <= MOST_ENTRIES and sum(map(len, found)) <= ROOM:
        return found
    past = await read(
        since=since, before=midnight, latest_first=True, short=True, most=MOST_ENTRIES
    )
    coming = found[len(past) :]
    if len(found) > MOST_ENTRIES:
        coming = await read(since=midnight, before=before, most=MOST_ENTRIES)
    if sum(map(len, coming)) > ROOM:
        coming = await read(since=midnight, before=before, short=True, most=MOST_ENTRIES)
    near = _first_fitting([*coming, *past])
    return [*reversed(near[len(coming) :]), *near[: len(coming)]]


def _first_fitting(wanted: Sequence[bytes]) -> list[bytes]:
    """Return the first entries, as many as a feed may hold."""
    room = ROOM
    kept = []
    for entry in wanted[:MOST_ENTRIES]:
        room -= len(entry)
        if room < 0:
            break
        kept.append(entry)
    return kept
