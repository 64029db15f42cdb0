"""Swaps, waiting lines and offers in the database."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    RowMapping,
    Select,
    Table,
    UniqueConstraint,
    delete,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.store.members import table as members
from bot.series.store import table as series
from bot.servers.store import collaborations
from bot.storage import rows
from bot.storage.columns import Instant, choice, identifier, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.engines import upserts
from bot.storage.engines.indexes import partial_index
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared
from bot.waitlist.model import Offer, OfferState, Swap, SwapState

# Two talks whose speakers may exchange their slots.
swaps = Table(
    "swaps",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    reference("talk_id", "talks.id", gone="CASCADE"),
    reference("slot_id", "slots.id", gone="CASCADE"),
    reference("other_talk_id", "talks.id", gone="CASCADE"),
    reference("other_slot_id", "slots.id", gone="CASCADE"),
    reference("asked_by", "members.id", gone="CASCADE"),
    Column("until", Instant, nullable=False),
    Column("state", choice(SwapState), nullable=False),
    Index(None, "talk_id"),
    Index(None, "other_talk_id"),
    info=CHANGES_OFTEN,
)

# Who waits for a slot of a series, first come first.
standbys = Table(
    "standbys",
    metadata,
    identifier(),
    reference("series_id", "series.id", gone="CASCADE"),
    reference("member_id", "members.id", gone="CASCADE"),
    Column("since", Instant, nullable=False),
    UniqueConstraint("series_id", "member_id"),
)

# A free slot that is kept for one who waits: one open offer a slot.
offers = Table(
    "offers",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    reference("slot_id", "slots.id", gone="CASCADE"),
    reference("member_id", "members.id", gone="CASCADE"),
    Column("until", Instant, nullable=False),
    Column("state", choice(OfferState), nullable=False),
    Index(None, "member_id"),
    partial_index("uq_offers_open", "slot_id", unique=True, where="state = 'open'"),
)


def _swap(row: RowMapping) -> Swap:
    return Swap(**{name: row[name] for name in Swap.__dataclass_fields__})


def _offer(row: RowMapping) -> Offer:
    return Offer(**{name: row[name] for name in Offer.__dataclass_fields__})


async def ask_swap(connection: AsyncConnection, **columns: object) -> int:
    """Save a swap request; return its id."""
    return await rows.insert(connection, swaps, {"state": SwapState.ASKED, **columns})


async def swap(connection: AsyncConnection, swap_id: int) -> Swap | None:
    """Return a swap."""
    return await rows.one(connection, select(swaps).where(swaps.c.id == swap_id), _swap)


async def open_swaps(connection: AsyncConnection, talk_id: int, *, now: datetime) -> list[Swap]:
    """Return the open swap requests of a talk."""
    query = select(swaps).where(
        or_(swaps.c.talk_id == talk_id, swaps.c.other_talk_id == talk_id),
        swaps.c.state == SwapState.ASKED,
        swaps.c.until > now,
    )
    return await rows.every(connection, query.order_by(swaps.c.id), _swap)


async def lapsed_swaps(
    connection: AsyncConnection, collaboration_id: int, *, now: datetime
) -> list[Swap]:
    """Return the swaps of a collaboration that nobody answered in time."""
    query = select(swaps).where(
        swaps.c.collaboration_id == collaboration_id,
        swaps.c.state == SwapState.ASKED,
        swaps.c.until <= now,
    )
    return await rows.every(connection, query.order_by(swaps.c.id), _swap)


async def end_swap(connection: AsyncConnection, swap_id: int, state: SwapState) -> None:
    """Save the final state of a swap."""
    await rows.update(connection, swaps, swap_id, {"state": state})


async def stand_by(
    connection: AsyncConnection, *, series_id: int, member_id: int, now: datetime
) -> None:
    """Put a member at the end of a series' line; one who is in it keeps their place."""
    row = {"series_id": series_id, "member_id": member_id, "since": now}
    await upserts.add(connection, standbys, row)


async def leave_line(connection: AsyncConnection, *, series_id: int, member_id: int) -> bool:
    """Take a member out of a series' line; return whether they were in it."""
    gone = await connection.execute(
        delete(standbys).where(standbys.c.series_id == series_id, standbys.c.member_id == member_id)
    )
    return bool(gone.rowcount)


async def lines(connection: AsyncConnection, series_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the members in line for each series, in order; those who left are left out."""
    found: dict[int, list[int]] = defaultdict(list)
    for row in await connection.execute(*_lines(series_ids)):
        found[row.series_id].append(row.member_id)
    return dict(found)


@prepared
def _lines(series_ids: Sequence[int]) -> Select[Any]:
    return (
        select(standbys.c.series_id, standbys.c.member_id)
        .join(members, members.c.id == standbys.c.member_id)
        .where(
            standbys.c.series_id.in_(series_ids),
            members.c.left_at.is_(None),
            members.c.collaboration_id.not_in(collaborations.resting_ids()),
        )
        .order_by(standbys.c.since, standbys.c.id)
    )


async def make_offer(connection: AsyncConnection, **columns: object) -> int:
    """Keep a slot for a member; return the offer's id."""
    return await rows.insert(connection, offers, {"state": OfferState.OPEN, **columns})


async def offer(connection: AsyncConnection, offer_id: int) -> Offer | None:
    """Return an offer."""
    return await rows.one(connection, select(offers).where(offers.c.id == offer_id), _offer)


async def offers_of(
    connection: AsyncConnection, collaboration_id: int, slot_id: int
) -> list[Offer]:
    """Return the offers of a slot that nobody has taken, oldest first.

    Few slots are ever offered, so those of a collaboration are read, and remembered, together.
    """
    found = await rows.every(connection, _not_taken(collaboration_id), _offer)
    return [one for one in found if one.slot_id == slot_id]


@prepared
def _not_taken(collaboration_id: int) -> Select[Any]:
    query = select(offers).where(
        offers.c.collaboration_id == collaboration_id, offers.c.state != OfferState.TAKEN
    )
    return query.order_by(offers.c.id)


async def open_offers(
    connection: AsyncConnection, collaboration_id: int, *, members: Sequence[int] = ()
) -> list[Offer]:
    """Return the unanswered offers of a collaboration, of all its members or of some."""
    query = select(offers).where(
        offers.c.collaboration_id == collaboration_id, offers.c.state == OfferState.OPEN
    )
    if members:
        query = query.where(offers.c.member_id.in_(members))
    return await rows.every(connection, query.order_by(offers.c.id), _offer)


async def end_offer(connection: AsyncConnection, offer_id: int, state: OfferState) -> None:
    """Save the final state of an offer."""
    await rows.update(connection, offers, offer_id, {"state": state})


def held(now: datetime) -> Select[tuple[int]]:
    """Return the members who wait in a line, have an open offer, or asked for a swap."""
    return select(
        union(
            select(standbys.c.member_id),
            select(offers.c.member_id).where(offers.c.state == OfferState.OPEN),
            select(swaps.c.asked_by).where(swaps.c.state == SwapState.ASKED, swaps.c.until > now),
        )
        .subquery()
        .c.member_id
    )


async def offers_to(connection: AsyncConnection, member_id: int) -> list[Offer]:
    """Return the unanswered offers to a member."""
    query = select(offers).where(offers.c.member_id == member_id, offers.c.state == OfferState.OPEN)
    return await rows.every(connection, query.order_by(offers.c.id), _offer)


async def swaps_asked_by(connection: AsyncConnection, member_id: int) -> list[Swap]:
    """Return the swaps that a member asked for and nobody has answered."""
    query = select(swaps).where(swaps.c.asked_by == member_id, swaps.c.state == SwapState.ASKED)
    return await rows.every(connection, query.order_by(swaps.c.id), _swap)


async def series_waited_for(connection: AsyncConnection, collaboration_id: int) -> list[int]:
    """Return the series of a collaboration in whose lines somebody waits."""
    theirs = select(series.c.id).where(series.c.collaboration_id == collaboration_id)
    query = select(standbys.c.series_id).where(standbys.c.series_id.in_(theirs)).distinct()
    return sorted(await connection.scalars(query))


async def collaborations_to_review(connection: AsyncConnection, *, now: datetime) -> list[int]:
    """Return the collaborations that have a line, an open offer, or a swap that lapsed.

    Those whose servers removed Meridian are left out.
    """
    waiting = select(series.c.collaboration_id).join(standbys, standbys.c.series_id == series.c.id)
    offered = select(offers.c.collaboration_id).where(offers.c.state == OfferState.OPEN)
    is_over = (swaps.c.state == SwapState.ASKED, swaps.c.until <= now)
    lapsed = select(swaps.c.collaboration_id).where(*is_over)
    resting = {row.id for row in await connection.execute(collaborations.resting_ids())}
    found = await connection.scalars(union(waiting, offered, lapsed))
    return sorted(set(found) - resting)
