"""Composing: organizers write announcements, post them, and see what became of every message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announcements import store as templates
from bot.announcements.model import Composition, require_known
from bot.core import text
from bot.core.refusals import NotFound, Refusal
from bot.drafts.service import claim
from bot.meetings.store import meetings
from bot.outbox import dispatch, receipts
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, Kind, State, about_talk, number_in, to_channel
from bot.outbox.reconciliation import UNDER_WAY
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.programme.model.reminders import channel_of
from bot.programme.service.delivery_planning import BOARD
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks import store as talks
from bot.talks.model.talks import Booking, Programme
from bot.times.typed_times.time_parser import read_time

LASTS = timedelta(days=7)  # what could not be posted for so long is not posted any more
PAGE = 6
MOST_TEMPLATES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """A page of deliveries, how many there are in each state, and what they are about in words."""

    found: tuple[Delivery, ...]
    counts: Mapping[State, int]
    names: Mapping[str, str]
    page: int
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How deliveries of a collaboration are, how large the store is and how old its copy."""

    counts: Mapping[State, int]
    overdue: timedelta
    megabytes: float
    since_copy: timedelta | None


class Overtaken(Refusal):
    """Somebody else changed the announcement meanwhile."""


class Composing:
    """What /announce does."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what changes is posted by the outbox."""
        self._store, self._publisher = store, publisher

    async def subject(
        self, viewer: Viewer, about: str, *, now: datetime
    ) -> Booking | Programme | None:
        """Return what a composition speaks of; refuse what is not in the viewer's collaboration."""
        async with self._store.read() as connection:
            found = await subject_of(connection, about, now=now)
        if found is not None and found.series.collaboration_id != viewer.collaboration.id:
            message = "There is no such talk, meeting or series here: please pick one from a list."
            raise NotFound(message)
        return found

    async def post(
        self,
        viewer: Viewer,
        composition: Composition,
        *,
        channel_id: int,
        when: str | None,
        zone: str,
        draft_id: int,
        now: datetime,
    ) -> Delivery:
        """Let a composition go out, at once or at a moment typed; once, whoever clicks twice."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            due = now
            if when is not None:
                known = await sites.of(connection, viewer.collaboration.id)
                due = read_time(when, now=now, zone=zone, sites=known).moment.instant
            await claim(connection, draft_id)
            made = Due(
                kind=Kind.COMPOSED,
                what=f"composed:{token_hex(8)}",
                target=to_channel(channel_id),
                due=due,
                pointless_after=due + LASTS,
                payload=composition.kept(),
            )
            await deliveries.insert_many(connection, viewer.collaboration.id, [made])
            kept = await deliveries.by_key(connection, viewer.collaboration.id, made)
        assert kept is not None  # noqa: S101 - it was just put there
        return kept

    async def listing(self, viewer: Viewer, *, page: int = 1) -> tuple[list[Delivery], bool]:
        """Return a page of what organizers composed, counted from 1, and whether it is the last."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            found = await receipts.page(
                connection,
                viewer.collaboration.id,
                receipts.of_kinds(Kind.COMPOSED),
                latest_first=True,
                most=PAGE + 1,
                skip=(max(page, 1) - 1) * PAGE,
            )
        return found[:PAGE], len(found) <= PAGE

    async def composed(self, viewer: Viewer, delivery_id: int) -> Delivery:
        """Return an announcement that organizers composed."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await _composed(connection, viewer, delivery_id)

    async def edit(
        self,
        viewer: Viewer,
        delivery_id: int,
        *,
        title: str,
        body: str,
        seal: str | None = None,
        now: datetime,
    ) -> Delivery:
        """Change what was composed; what was posted already is changed where it stands.

        `seal` is of the words that were changed; refuse where somebody else changed them since.
        """
        viewer.require_organizer()
        async with self._store.write() as connection:
            present = await _composed(connection, viewer, delivery_id)
            was = Composition.read(present.payload)
            if seal not in {None, was.seal}:
                message = (
                    "Somebody else has changed this announcement meanwhile, as shown here. "
                    "To save yours in its place, open the form again."
                )
                raise Overtaken(message)
            typed = Composition.typed(
                title=title,
                body=body,
                about=was.about,
                role_id=was.role_id,
                is_cancelled=was.is_cancelled,
                publish=was.publish,
            )
            return await _save(connection, present, typed, now=now)

    async def cancel(self, viewer: Viewer, delivery_id: int, *, now: datetime) -> Delivery:
        """Take back what is not posted yet; what was posted says that it is cancelled."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            present = await _composed(connection, viewer, delivery_id)
            if present.state in {State.WAITING, State.PARKED}:
                why = "cancelled by an organizer"
                await deliveries.change(connection, present.id, state=State.DROPPED, why=why)
                return replace(present, state=State.DROPPED)
            was = Composition.read(present.payload)
            struck = Composition.read({**was.kept(), "is_cancelled": True})
            return await _save(connection, present, struck, now=now)

    async def announce_talk(self, viewer: Viewer, talk_id: int, *, now: datetime) -> Delivery:
        """Announce a talk now, complete or not; refuse one that is announced already."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            booked = await talks.bookings(connection, talks.has_id(talk=talk_id))
            own = [b for b in booked if b.series.collaboration_id == viewer.collaboration.id]
            if not own or own[0].end <= now or not own[0].meeting.takes_place:
                message = "There is no such talk to come here: please pick one that has a slot."
                raise NotFound(message)
            channel_id = channel_of(own[0].series, viewer.collaboration)
            if channel_id is None:
                message = (
                    "There is no channel for it yet: please give the series one with "
                    "/series edit, or set one for all with /setup."
                )
                raise Refusal(message)
            due = Due(
                kind=Kind.ANNOUNCEMENT,
                what=about_talk(talk_id),
                target=to_channel(channel_id),
                due=now,
                pointless_after=own[0].end,
            )
            return await _now(connection, viewer, due, what="This talk is announced already.")

    async def put_board(self, viewer: Viewer, channel_id: int, *, now: datetime) -> Delivery:
        """Post the board in a channel: a message that stays up to date by itself."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            present = await deliveries.about(
                connection, viewer.collaboration.id, [BOARD], kinds=[Kind.BOARD]
            )
            here = [one for one in present if one.target == to_channel(channel_id)]
            if any(one.message_id is not None or one.state in UNDER_WAY for one in here):
                message = f"The board stands in <#{channel_id}> already, and is kept up to date."
                raise Refusal(message)
            due = Due(
                kind=Kind.BOARD,
                what=BOARD,
                target=to_channel(channel_id),
                occurrence=str(len(present)),
                due=now,
                pointless_after=now + LASTS,
            )
            return await _now(connection, viewer, due, what="The board stands there already.")

    async def receipts(self, viewer: Viewer, *, state: State | None, page: int = 1) -> ReceiptPage:
        """Return a page, counted from 1, of what became of deliveries in one state or in any."""
        viewer.require_organizer()
        page = max(page, 1)
        wanted = [] if state is None else [receipts.in_states(state)]
        upcoming = state in {State.WAITING, State.CLAIMED, State.PARKED}
        async with self._store.read() as connection:
            found = await receipts.page(
                connection,
                viewer.collaboration.id,
                *wanted,
                latest_first=not upcoming,
                most=PAGE + 1,
                skip=(page - 1) * PAGE,
            )
            counts = await receipts.counts(connection, viewer.collaboration.id)
            names = await _names(connection, found[:PAGE])
        return ReceiptPage(
            found=tuple(found[:PAGE]),
            counts=counts,
            names=names,
            page=page,
            is_last=len(found) <= PAGE,
        )

    async def retry(self, viewer: Viewer, delivery_id: int, *, now: datetime) -> None:
        """Try a parked delivery again at once."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            found = await _own(connection, viewer, delivery_id)
            if found.state is not State.PARKED:
                message = f"Only what is parked can be retried; this is {found.state.value}."
                raise Refusal(message)
            await dispatch.unpark(connection, [found.id], now=now)

    async def drop(self, viewer: Viewer, delivery_id: int) -> None:
        """Give up a delivery that waits or is parked."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            found = await _own(connection, viewer, delivery_id)
            if found.state not in {State.PARKED, State.WAITING}:
                message = f"Only what has not gone out can be dropped; this is {found.state.value}."
                raise Refusal(message)
            await deliveries.change(
                connection, found.id, state=State.DROPPED, why="dropped by an organizer"
            )

    async def note_deleted(self, message_id: int) -> None:
        """Note that somebody deleted a message: it is not mended any more, nor posted again."""
        async with self._store.read() as connection:
            if await deliveries.by_message(connection, message_id) is None:
                return
        async with self._store.write() as connection:
            if (found := await deliveries.by_message(connection, message_id)) is not None:
                gone = {"message_id": None, "edit_due": None, "why": "somebody deleted it"}
                await deliveries.change(connection, found.id, **gone)

    async def health(self, viewer: Viewer, *, now: datetime) -> Health:
        """Return how deliveries are; organizers only."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            counts = await receipts.counts(connection, viewer.collaboration.id)
            overdue = await receipts.longest_overdue(connection, now=now)
        copied_at = self._store.copied_at
        return Health(
            counts=counts,
            overdue=overdue,
            megabytes=self._store.megabytes,
            since_copy=None if copied_at is None else now - copied_at,
        )

    async def templates(self, viewer: Viewer) -> dict[str, str]:
        """Return the collaboration's templates: name to text."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await templates.of(connection, viewer.collaboration.id)

    async def keep_template(self, viewer: Viewer, name: str, body: str) -> bool:
        """Keep a template, or take it away where the text is empty; say whether it is kept."""
        viewer.require_organizer()
        called = text.required_line(name, most=40, what="The template's name")
        typed = text.paragraph(body, most=3000, what="The text")
        require_known(typed)
        async with self._store.write() as connection:
            present = await templates.of(connection, viewer.collaboration.id)
            if typed and called not in present and len(present) >= MOST_TEMPLATES:
                message = f"A collaboration has at most {MOST_TEMPLATES} templates."
                raise Refusal(message)
            await templates.keep(connection, viewer.collaboration.id, called, typed)
        return bool(typed)


async def subject_of(
    connection: AsyncConnection, about: str, *, now: datetime
) -> Booking | Programme | None:
    """Return what a composition speaks of; of a series it is the next meeting."""
    if (talk_id := number_in(about, "talk")) is not None:
        booked = await talks.bookings(connection, talks.has_id(talk=talk_id))
        return booked[0] if booked else None
    meeting_id = number_in(about, "meeting")
    if (series_id := number_in(about, "series")) is not None:
        found = await series.by_id(connection, series_id)
        coming = (
            []
            if found is None
            else await meetings.coming(
                connection, found.collaboration_id, series_ids=[found.id], after=now, most=1
            )
        )
        meeting_id = coming[0].id if coming else None
    if meeting_id is None:
        return None
    booked = await talks.bookings(connection, talks.in_meetings([meeting_id]))
    return next(iter(talks.programmes_of(booked)), None)


async def _own(connection: AsyncConnection, viewer: Viewer, delivery_id: int) -> Delivery:
    found = await deliveries.by_id(connection, delivery_id)
    if found is None or found.collaboration_id != viewer.collaboration.id:
        message = "There is no such message here: /announce receipts shows those that are."
        raise NotFound(message)
    return found


async def _composed(connection: AsyncConnection, viewer: Viewer, delivery_id: int) -> Delivery:
    found = await deliveries.by_id(connection, delivery_id)
    own = found is not None and found.collaboration_id == viewer.collaboration.id
    if found is None or not own or found.kind != Kind.COMPOSED:
        message = "There is no such announcement here: /announce list shows those that are."
        raise NotFound(message)
    if found.state in {State.DROPPED, State.EXPIRED}:
        message = f"This announcement was {found.state.value}: please compose a new one."
        raise Refusal(message)
    return found


async def _save(
    connection: AsyncConnection, present: Delivery, composition: Composition, *, now: datetime
) -> Delivery:
    changes: dict[str, Any] = {"payload": composition.kept()}
    if present.message_id is not None or present.state is State.CLAIMED:
        changes["edit_due"] = now
    await deliveries.change(connection, present.id, **changes)
    kept = await deliveries.by_id(connection, present.id)
    assert kept is not None  # noqa: S101 - nothing deletes deliveries
    return kept


async def _now(connection: AsyncConnection, viewer: Viewer, due: Due, *, what: str) -> Delivery:
    """Let something go out now that is planned for later or was deleted; refuse what stands."""
    present = await deliveries.by_key(connection, viewer.collaboration.id, due)
    if present is None:
        await deliveries.insert_many(connection, viewer.collaboration.id, [due])
        present = await deliveries.by_key(connection, viewer.collaboration.id, due)
    elif present.state is State.CLAIMED or present.message_id is not None:
        raise Refusal(what)
    else:
        await deliveries.redate(connection, present.id, due)
        await deliveries.change(connection, present.id, sent_at=None, digest="", edit_due=None)
    assert present is not None  # noqa: S101 - it was just put there
    return present


async def _names(connection: AsyncConnection, found: Sequence[Delivery]) -> dict[str, str]:
    """Return what deliveries are about, and to whom they go, as organizers know it."""
    names: dict[str, str] = {}
    for delivery in found:
        if (talk_id := number_in(delivery.what, "talk")) is not None:
            talk = await talks.by_id(connection, talk_id)
            names[delivery.what] = talk.heading if talk else "a talk"
        elif (meeting_id := number_in(delivery.what, "meeting")) is not None:
            booked = await talks.bookings(connection, talks.in_meetings([meeting_id]))
            names[delivery.what] = booked[0].series.title if booked else "a meeting"
        elif delivery.kind == Kind.COMPOSED:
            names[delivery.what] = delivery.payload.get("title") or "an announcement"
        else:
            names[delivery.what] = delivery.kind
        if (member_id := number_in(delivery.target, "member")) is not None:
            member = await members.by_id(connection, member_id)
            names[delivery.target] = member.display_name if member else "a member"
    return names
