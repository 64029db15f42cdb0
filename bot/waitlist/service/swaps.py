"""Trading: speakers exchange slots, wait in line for one, or propose a talk without a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, to_member
from bot.people.model.viewers import Viewer
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.series import Series
from bot.series.service.lookup import series_called
from bot.servers.service.recipients import organizer_targets
from bot.storage.database import Store
from bot.talks import store as talks
from bot.talks.model.submission import Submission
from bot.talks.model.talks import Booking, Talk, TalkStatus
from bot.talks.service.talks import NO_SUCH_TALK, first_speakers
from bot.waitlist import store as market
from bot.waitlist.model import (
    SWAP_LASTS,
    Offer,
    OfferState,
    Swap,
    SwapState,
    is_for_offer,
    require_swap,
)
from bot.waitlist.service.offers import decline_swap, offer_free

MOST_PROPOSED = 10  # talks of one member that wait for a slot
WEEKS_OF_NEWS = SWAP_LASTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A swap with the two talks in their slots, as they are now."""

    swap: Swap
    mine: Booking
    other: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody stands in a series' line, counted from 1; None where they left it."""

    series: Series
    place: int | None


class WaitlistService:
    """What /talk swap, standby and propose do, and the buttons of their letters."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what changes shows in calendars."""
        self._store, self._publisher = store, publisher

    async def ask_swap(
        self, viewer: Viewer, talk_id: int, other_id: int, *, now: datetime
    ) -> Exchange:
        """Ask the speaker of another talk to exchange slots; they have a week to agree."""
        member = viewer.require_member()
        async with self._store.write() as connection:
            mine = await _booking(connection, viewer, talk_id)
            other = await _booking(connection, viewer, other_id)
            own = await talks.by_id(connection, talk_id)
            assert own is not None  # noqa: S101 - _booking found it
            viewer.require_change(own)
            require_swap(mine, other, now=now)
            assert mine is not None and mine.talk is not None  # noqa: S101, PT018 - just required
            assert other is not None and other.talk is not None  # noqa: S101, PT018 - just required
            asked = [s.member_id for s in other.talk.speakers if s.member_id is not None]
            _require_somebody_to_ask(asked, mine)
            if await market.open_swaps(connection, talk_id, now=now):
                message = "This talk is asked to be exchanged already: please wait for the answer."
                raise Refusal(message)
            until = min(now + SWAP_LASTS, mine.start, other.start)
            swap_id = await market.ask_swap(
                connection,
                collaboration_id=viewer.collaboration.id,
                talk_id=talk_id,
                slot_id=mine.slot.id,
                other_talk_id=other_id,
                other_slot_id=other.slot.id,
                asked_by=member.id,
                until=until,
            )
            await deliveries.insert_many(
                connection,
                viewer.collaboration.id,
                [_asked(swap_id, one, mine, other, now=now, until=until) for one in asked],
            )
            swap = await _swap(connection, viewer, swap_id)
        return Exchange(swap=swap, mine=mine, other=other)

    async def agree(self, viewer: Viewer, swap_id: int, *, now: datetime) -> Exchange:
        """Exchange the slots of two talks, if both still hold them: all at once, or nothing."""
        async with self._store.write() as connection:
            swap = await self._answerable(connection, viewer, swap_id, now=now)
            mine = await _still_booked(connection, viewer, swap.talk_id)
            other = await _still_booked(connection, viewer, swap.other_talk_id)
            as_asked = await _starts_as_asked(connection, swap)
            if not swap.still_held(mine, other) or as_asked not in ([], _starts(mine, other)):
                message = "One of the talks has moved since: please ask for a new exchange."
                raise Refusal(message)
            require_swap(mine, other, now=now)
            await _exchange(connection, swap)
            await market.end_swap(connection, swap.id, SwapState.AGREED)
            held = [await _booking(connection, viewer, swap.talk_id)]
            held.append(await _booking(connection, viewer, swap.other_talk_id))
            mine, other = (booking for booking in held if booking is not None)
            meetings = {mine.meeting.id, other.meeting.id}
            await self._publisher.publish(connection, meetings, now=now, by=viewer)
        return Exchange(swap=swap, mine=mine, other=other)

    async def decline(self, viewer: Viewer, swap_id: int, *, now: datetime) -> None:
        """Let everything be where it is, and tell who asked."""
        async with self._store.write() as connection:
            swap = await self._answerable(connection, viewer, swap_id, now=now)
            sentence = "Your exchange was declined: both talks stay where they are."
            await decline_swap(connection, swap, sentence, now=now)

    async def _answerable(
        self, connection: AsyncConnection, viewer: Viewer, swap_id: int, *, now: datetime
    ) -> Swap:
        """Return a swap that the viewer may answer now; refuse any other."""
        swap = await _swap(connection, viewer, swap_id)
        other = await talks.by_id(connection, swap.other_talk_id)
        member = viewer.require_member()
        if other is None or not other.is_given_by(member.id):
            message = "Only the speaker who was asked can answer this."
            raise NotAllowed(message)
        if not swap.is_open(now):
            message = "This exchange was answered already, or its week is over."
            raise Refusal(message)
        return swap

    async def stand_by(self, viewer: Viewer, slug: str, *, now: datetime) -> Place:
        """Put the viewer in line for a slot of a series."""
        member = viewer.require_member()
        async with self._store.write() as connection:
            found = await series_called(connection, viewer, slug)
            coming = await talks.bookings(
                connection, talks.in_series(found.id), talks.begins_between(now, None)
            )
            open_offers = await market.open_offers(connection, found.collaboration_id)
            kept = {offer.slot_id for offer in open_offers}
            if any(is_for_offer(one, now=now) and one.slot.id not in kept for one in coming):
                message = "This series has free slots now: please take one with /talk signup."
                raise Refusal(message)
            await market.stand_by(connection, series_id=found.id, member_id=member.id, now=now)
            await offer_free(connection, talks.programmes_of(coming), now=now)
            line = (await market.lines(connection, [found.id]))[found.id]
        return Place(series=found, place=line.index(member.id) + 1)

    async def leave(self, viewer: Viewer, slug: str, *, now: datetime) -> Place:
        """Take the viewer out of a series' line; what was kept for them goes to the next."""
        member = viewer.require_member()
        async with self._store.write() as connection:
            found = await series_called(connection, viewer, slug)
            if not await market.leave_line(connection, series_id=found.id, member_id=member.id):
                message = "You are not in this series' line: /talk standby puts you in it."
                raise Refusal(message)
            for offer in await market.open_offers(
                connection, found.collaboration_id, members=[member.id]
            ):
                booking = await _slot(connection, offer)
                if booking is not None and booking.series.id == found.id:
                    await self._hand_on(connection, offer, now=now)
        return Place(series=found, place=None)

    async def offered(self, viewer: Viewer, offer_id: int, *, now: datetime) -> Booking:
        """Return the slot that is kept for the viewer; refuse where it is kept no more."""
        async with self._store.read() as connection:
            offer = await _open_offer(connection, viewer, offer_id, now=now)
            booking = await _slot(connection, offer)
        if booking is None or not is_for_offer(booking, now=now):
            message = "This slot is gone: you keep your place in line for the next one."
            raise Refusal(message)
        return booking

    async def pass_on(self, viewer: Viewer, offer_id: int, *, now: datetime) -> None:
        """Offer the slot to the next in line; the viewer keeps their place for other slots."""
        async with self._store.write() as connection:
            offer = await _open_offer(connection, viewer, offer_id, now=now)
            await self._hand_on(connection, offer, now=now)

    async def _hand_on(self, connection: AsyncConnection, offer: Offer, *, now: datetime) -> None:
        await market.end_offer(connection, offer.id, OfferState.PASSED)
        booking = await _slot(connection, offer)
        if booking is not None:
            await offer_free(connection, talks.programmes_of([booking]), now=now)

    async def propose(
        self, viewer: Viewer, slug: str, *, submission: Submission, now: datetime
    ) -> Talk:
        """Keep a talk that has no date yet, and tell the organizers, who place it."""
        member = viewer.require_member()
        columns = submission.columns()
        async with self._store.write() as connection:
            found = await series_called(connection, viewer, slug)
            waiting = await talks.unplaced(connection, viewer.collaboration.id)
            if sum(talk.is_given_by(member.id) for talk in waiting) >= MOST_PROPOSED:
                message = f"{MOST_PROPOSED} talks of yours wait already: please withdraw one first."
                raise Refusal(message)
            talk_id = await talks.insert_talk(
                connection,
                spoken_by=await first_speakers(connection, viewer, submission),
                collaboration_id=viewer.collaboration.id,
                series_id=found.id,
                slot_id=None,
                status=TalkStatus.PROPOSED,
                created_at=now,
                **columns,
            )
            talk = await talks.by_id(connection, talk_id)
            assert talk is not None  # noqa: S101 - it was just made
            await _tell_organizers(connection, viewer, talk, found, now=now)
        return talk


def _require_somebody_to_ask(asked: Sequence[int], mine: Booking) -> None:
    if not asked:
        message = "The speaker of that talk is a guest: please ask an organizer to exchange them."
        raise Refusal(message)
    if not all(mine.series.is_for(member_id) for member_id in asked):
        message = (
            "The speaker of that talk may not see the meeting of yours: "
            "please ask an organizer to exchange them."
        )
        raise Refusal(message)
    if mine.talk and any(mine.talk.is_given_by(member_id) for member_id in asked):
        message = "One of you gives both talks: please ask an organizer to exchange them."
        raise Refusal(message)


async def _exchange(connection: AsyncConnection, swap: Swap) -> None:
    """Let two talks change places; each is in one slot at any moment, as the database demands."""
    mine = await talks.by_id(connection, swap.talk_id)
    other = await talks.by_id(connection, swap.other_talk_id)
    assert mine is not None and other is not None  # noqa: S101, PT018 - both hold their slots
    await talks.update_talk(connection, mine.id, slot_id=None, status=TalkStatus.PROPOSED)
    await talks.update_talk(connection, other.id, slot_id=swap.slot_id, series_id=mine.series_id)
    await talks.update_talk(
        connection,
        mine.id,
        slot_id=swap.other_slot_id,
        series_id=other.series_id,
        status=TalkStatus.CONFIRMED,
    )


async def _tell_organizers(
    connection: AsyncConnection, viewer: Viewer, talk: Talk, found: Series, *, now: datetime
) -> None:
    sentence = f"{talk.speaker_names} proposes a talk for {found.title}: please give it a slot."
    wanted = [
        Due(
            kind=Kind.LETTER,
            what=f"talk:{talk.id}",
            target=target,
            due=now,
            pointless_after=now + WEEKS_OF_NEWS,
            payload={"sentence": sentence, "talk": talk.id},
        )
        for target in await organizer_targets(connection, viewer.collaboration)
    ]
    await deliveries.insert_many(connection, viewer.collaboration.id, wanted)


def _asked(
    swap_id: int, member_id: int, mine: Booking, other: Booking, *, now: datetime, until: datetime
) -> Due:
    """Return what asks a speaker to exchange slots, with the times that they are shown."""
    return Due(
        kind=Kind.SWAP,
        what=f"swap:{swap_id}",
        target=to_member(member_id),
        due=now,
        pointless_after=until,
        payload={"starts": _starts(mine, other)},
    )


def _starts(mine: Booking | None, other: Booking | None) -> list[str]:
    return [booking.start.isoformat() for booking in (mine, other) if booking is not None]


async def _starts_as_asked(connection: AsyncConnection, swap: Swap) -> list[str]:
    """Return when both talks were when the swap was asked for; nothing where that is not known."""
    letters = await deliveries.about(
        connection, swap.collaboration_id, [f"swap:{swap.id}"], kinds=[Kind.SWAP]
    )
    return list(letters[0].payload.get("starts", [])) if letters else []


async def _booking(connection: AsyncConnection, viewer: Viewer, talk_id: int) -> Booking | None:
    """Return the slot of a talk that the viewer may see; refuse where there is no such talk."""
    talk = await talks.by_id(connection, talk_id)
    found = await series.by_id(connection, talk.series_id) if talk else None
    if talk is None or found is None or not viewer.sees_talk(talk, found):
        raise NotFound(NO_SUCH_TALK)
    booked = await talks.bookings(connection, talks.has_id(talk=talk_id))
    return booked[0] if booked else None


async def _still_booked(
    connection: AsyncConnection, viewer: Viewer, talk_id: int
) -> Booking | None:
    """Return the slot of a talk; None where the viewer no longer sees the talk or it has none."""
    try:
        return await _booking(connection, viewer, talk_id)
    except NotFound:
        return None


async def _swap(connection: AsyncConnection, viewer: Viewer, swap_id: int) -> Swap:
    swap = await market.swap(connection, swap_id)
    if swap is None or swap.collaboration_id != viewer.collaboration.id:
        message = "There is no such exchange here any more."
        raise NotFound(message)
    return swap


async def _open_offer(
    connection: AsyncConnection, viewer: Viewer, offer_id: int, *, now: datetime
) -> Offer:
    offer = await market.offer(connection, offer_id)
    if offer is None or offer.member_id != viewer.require_member().id:
        message = "There is no such offer to you: please look at the latest one you were sent."
        raise NotFound(message)
    if not offer.is_open(now):
        message = "This offer is over: you keep your place in line for the next free slot."
        raise Refusal(message)
    return offer


async def _slot(connection: AsyncConnection, offer: Offer) -> Booking | None:
    booked = await talks.bookings(connection, talks.has_id(slot=offer.slot_id))
    return booked[0] if booked else None
