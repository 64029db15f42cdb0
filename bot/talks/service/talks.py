"""Speaking: talks are signed up for, changed, withdrawn, and read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.refusals import NotAllowed, NotFound, Refusal, SlotTaken
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.service.lookup import series_called
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks import store as talks
from bot.talks.model.submission import MOST_NAME, Completion, KnownSpeakers, Materials, Submission
from bot.talks.model.talks import Booking, Speaker, Talk, TalkStatus
from bot.waitlist.service.offers import require_not_kept, take_offered

LONGEST_MEETING = timedelta(days=1)
PAGE = 6
NO_SUCH_TALK = "There is no such talk here: please pick one from the list that Discord offers."


class When(StrEnum):
    """Which talks a list shows."""

    COMING = "coming"
    PAST = "past"
    WAITING = "waiting for a slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """A page of a list of talks; those that wait for a slot have none."""

    bookings: tuple[Booking, ...] = ()
    waiting: tuple[Talk, ...] = ()
    page: int = 1
    is_last: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """What came of a sign-up: the slot with the talk, and where its speaker speaks at that hour."""

    booking: Booking
    clashes: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """A talk as a viewer may see it, with its slot if it has one."""

    talk: Talk
    booking: Booking | None
    may_change: bool


class Overtaken(Refusal):
    """Somebody else changed the talk meanwhile."""


class TalkService:
    """What /talk does."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what changes shows in calendars."""
        self._store = store
        self._publisher = publisher

    async def free_slots(
        self, viewer: Viewer, *, slug: str | None = None, now: datetime, most: int = 25
    ) -> list[Booking]:
        """Return the next free slots that the viewer may see, of one series or of all."""
        async with self._store.read() as connection:
            known = await _visible(connection, viewer, slug)
            return await _free(connection, known, now=now, most=most)

    async def slots_instead(
        self, viewer: Viewer, slot_id: int, *, now: datetime, most: int
    ) -> list[Booking]:
        """Return the next free slots of the series that a slot is in."""
        async with self._store.read() as connection:
            gone = await _slot(connection, viewer, slot_id)
            return await _free(connection, [gone.series.id], now=now, most=most)

    async def slot(
        self, viewer: Viewer, slot_id: int, *, slug: str | None = None, now: datetime
    ) -> Booking:
        """Return a slot that can still be signed up for, in a series if it is named."""
        viewer.require_member()
        async with self._store.read() as connection:
            if slug is not None:
                await series_called(connection, viewer, slug, or_single=True)
            booking = await _slot(connection, viewer, slot_id)
            _require_bookable(booking, viewer, now=now)
            await require_not_kept(connection, booking, viewer.require_member().id, now=now)
        return booking

    async def sign_up(
        self,
        viewer: Viewer,
        *,
        slot_id: int,
        submission: Submission,
        speaker: Speaker | None = None,
        now: datetime,
    ) -> SignedUp:
        """Give a slot to the viewer, or for organizers to `speaker`; exactly one gets the last one.

        Raises SlotTaken where somebody was faster: in the end the unique constraint decides.
        """
        viewer.require_member()
        if speaker is not None:
            viewer.require_organizer()
        columns = submission.columns()
        async with self._store.write() as connection:
            booking = await _slot(connection, viewer, slot_id)
            _require_bookable(booking, viewer, now=now)
            if speaker is None:
                await take_offered(connection, booking, viewer.require_member().id, now=now)
            talk_id = await talks.insert_talk(
                connection,
                spoken_by=await first_speakers(connection, viewer, submission, speaker),
                collaboration_id=viewer.collaboration.id,
                series_id=booking.series.id,
                slot_id=slot_id,
                status=TalkStatus.CONFIRMED,
                created_at=now,
                **columns,
            )
            await self._publisher.publish(connection, [booking.meeting.id], now=now, by=viewer)
            held = await _slot(connection, viewer, slot_id)
            clashes = await _clashes(connection, viewer, held, talk_id)
        return SignedUp(booking=held, clashes=clashes)

    async def talk(self, viewer: Viewer, talk_id: int) -> Presentation:
        """Return a talk that the viewer may see."""
        async with self._store.read() as connection:
            return await _presentation(connection, viewer, talk_id)

    async def edit(
        self,
        viewer: Viewer,
        talk_id: int,
        *,
        submission: Submission,
        revision: int,
        quietly: bool = False,
        now: datetime,
    ) -> Presentation:
        """Change what is said of a talk; refuse where somebody else did since `revision`.

        `quietly` tells nobody; what stands in Discord and in calendars still shows it.
        """
        columns = submission.columns()
        async with self._store.write() as connection:
            present = await _to_change(connection, viewer, talk_id)
            if present.talk.revision != revision:
                message = "Somebody changed this talk while you were typing: please look again."
                raise Overtaken(message)
            first = present.talk.speakers[0]
            named = replace(first, name=submission.name() or first.name)
            known = await _known_speakers(connection, viewer)
            # Those who were named before stay who they are, guests with their affiliation too.
            known = known.with_names_of(present.talk.speakers[1:])
            spoken_by = (named, *submission.others(known))
            await talks.set_speakers(connection, talk_id, spoken_by)
            return await self._save(
                connection, viewer, present, now=now, quietly=quietly, **columns
            )

    async def set_materials(
        self, viewer: Viewer, talk_id: int, *, materials: Materials, now: datetime
    ) -> Presentation:
        """Keep the links to slides, video and paper of a talk."""
        columns = materials.columns()
        async with self._store.write() as connection:
            present = await _to_change(connection, viewer, talk_id)
            return await self._save(connection, viewer, present, now=now, **columns)

    async def complete(
        self, viewer: Viewer, talk_id: int, *, completion: Completion, revision: int, now: datetime
    ) -> Presentation:
        """Keep what was missing of a talk; refuse where somebody else changed it meanwhile."""
        columns = completion.columns()
        async with self._store.write() as connection:
            present = await _to_change(connection, viewer, talk_id)
            if present.talk.revision != revision:
                message = "Somebody changed this talk while you were typing: please look again."
                raise Overtaken(message)
            return await self._save(connection, viewer, present, now=now, **columns)

    async def withdraw(
        self, viewer: Viewer, talk_id: int, *, revision: int | None = None, now: datetime
    ) -> Presentation:
        """Withdraw a talk that was not given yet: its slot is free again."""
        async with self._store.write() as connection:
            present = await _to_change(connection, viewer, talk_id)
            _require_unbegun(present, now=now)
            if revision not in {None, present.talk.revision}:
                message = "This talk has changed since: please look again with /talk show."
                raise Overtaken(message)
            return await self._save(
                connection,
                viewer,
                present,
                now=now,
                slot_id=None,
                status=TalkStatus.WITHDRAWN,
                withdrawn_at=now,
            )

    async def place(
        self, viewer: Viewer, talk_id: int, *, slot_id: int, now: datetime
    ) -> Presentation:
        """Give a talk another slot, or one that waits its first (organizers)."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            present = await _to_change(connection, viewer, talk_id)
            _require_unbegun(present, now=now)
            booking = await _slot(connection, viewer, slot_id)
            _require_bookable(booking, viewer, now=now)
            placed = await self._save(
                connection,
                viewer,
                present,
                now=now,
                slot_id=slot_id,
                series_id=booking.series.id,
                status=TalkStatus.CONFIRMED,
            )
            await self._publisher.publish(connection, [booking.meeting.id], now=now, by=viewer)
        return placed

    async def _save(
        self,
        connection: AsyncConnection,
        viewer: Viewer,
        present: Presentation,
        *,
        now: datetime,
        quietly: bool = False,
        **columns: object,
    ) -> Presentation:
        await talks.update_talk(connection, present.talk.id, **columns)
        if present.booking is not None:
            changed = [present.booking.meeting.id]
            await self._publisher.publish(connection, changed, now=now, by=viewer, quietly=quietly)
        return await _presentation(connection, viewer, present.talk.id, just_changed=True)

    async def listing(
        self,
        viewer: Viewer,
        *,
        when: When = When.COMING,
        slug: str | None = None,
        speaker: str | None = None,
        page: int = 1,
        now: datetime,
    ) -> TalkPage:
        """Return a page, counted from 1, of the talks that the viewer may see."""
        page = max(page, 1)
        async with self._store.read() as connection:
            if when is When.WAITING:
                return TalkPage(waiting=await _waiting(connection, viewer))
            wanted = [
                talks.in_any_series(await _visible(connection, viewer, slug)),
                talks.is_filled(),
                talks.begins_between(now, None)
                if when is When.COMING
                else talks.begins_between(None, now),
            ]
            if speaker:
                name = text.line(speaker, most=MOST_NAME, what="The name")
                wanted.append(talks.spoken_by_name(name))
            found = await talks.page(
                connection,
                *wanted,
                latest_first=when is When.PAST,
                most=PAGE + 1,
                skip=(page - 1) * PAGE,
            )
        shown = tuple(replace(one, series=viewer.shown(one.series)) for one in found[:PAGE])
        return TalkPage(bookings=shown, page=page, is_last=len(found) <= PAGE)


async def _visible(connection: AsyncConnection, viewer: Viewer, slug: str | None) -> list[int]:
    if slug is not None:
        return [(await series_called(connection, viewer, slug, or_single=True)).id]
    known = await series.of(connection, viewer.collaboration.id)
    return [one.id for one in known if viewer.sees(one)]


async def _free(
    connection: AsyncConnection, series_ids: Sequence[int], *, now: datetime, most: int
) -> list[Booking]:
    return await talks.page(
        connection,
        talks.in_any_series(series_ids),
        talks.begins_between(now, None),
        talks.takes_place(),
        talks.is_free(),
        talks.is_kept_for_nobody(),
        most=most,
    )


async def _slot(connection: AsyncConnection, viewer: Viewer, slot_id: int) -> Booking:
    found = await talks.bookings(connection, talks.has_id(slot=slot_id))
    if not found or found[0].series.collaboration_id != viewer.collaboration.id:
        message = "There is no such slot here: please pick one from the list that Discord offers."
        raise NotFound(message)
    return replace(found[0], series=viewer.require_sight(found[0].series))


def _require_bookable(booking: Booking, viewer: Viewer, *, now: datetime) -> None:
    if not booking.meeting.takes_place:
        message = "This meeting is called off: please pick another slot."
        raise SlotTaken(message)
    if booking.start <= now:
        message = "This slot has begun already: please pick a later one."
        raise SlotTaken(message)
    if not booking.series.takes_talks:
        message = "No talks are given in this meeting: please pick another slot."
        raise SlotTaken(message)
    if booking.talk is None:
        return
    if viewer.member is not None and booking.talk.is_given_by(viewer.member.id):
        message = "You are signed up for this slot already: /talk edit changes your talk."
        raise NotAllowed(message)
    message = "Somebody was faster: this slot is taken. Nothing you typed is lost."
    raise SlotTaken(message)


async def first_speakers(
    connection: AsyncConnection,
    viewer: Viewer,
    submission: Submission,
    speaker: Speaker | None = None,
) -> tuple[Speaker, ...]:
    """Return who gives a new talk: `speaker` or else the viewer, and whom they named with them."""
    if speaker is None and (name := submission.name()):
        # The name that one types is one's own from now on.
        await members.update(connection, viewer.require_member().id, public_name=name)
    known = await _known_speakers(connection, viewer)
    first = speaker or known.by_id[viewer.require_member().discord_id]
    named = replace(first, name=submission.name() or first.name)
    return (named, *submission.others(known))


async def _known_speakers(connection: AsyncConnection, viewer: Viewer) -> KnownSpeakers:
    """Return the members as speakers, by Discord id and by each name that only one of them has."""
    places = {site.id: site for site in await sites.of(connection, viewer.collaboration.id)}
    by_id: dict[int, Speaker] = {}
    by_name: dict[str, list[Speaker]] = defaultdict(list)
    for member in await members.of(connection, viewer.collaboration.id):
        site = places.get(member.site_id or 0)
        speaker = Speaker(
            name=member.name,
            affiliation=site.name if site else "",
            member_id=member.id,
            site_id=member.site_id,
        )
        by_id[member.discord_id] = speaker
        for name in {member.name.casefold(), member.display_name.casefold()}:
            by_name[name].append(speaker)
    alone = {name: called[0] for name, called in by_name.items() if len(called) == 1}
    return KnownSpeakers(by_id=by_id, by_name=alone)


async def _clashes(
    connection: AsyncConnection, viewer: Viewer, held: Booking, talk_id: int
) -> tuple[Booking, ...]:
    """Return the other slots at that hour whose talk is given by one of the same members.

    Of those the viewer may not see nothing is told.
    """
    speaking = {s.member_id for s in (held.talk.speakers if held.talk else ()) if s.member_id}
    around = await talks.bookings(
        connection,
        talks.in_collaboration(held.series.collaboration_id),
        talks.begins_between(held.start - LONGEST_MEETING, held.end),
        talks.takes_place(),
        talks.is_filled(),
    )
    return tuple(
        other
        for other in around
        if other.talk is not None
        and other.talk.id != talk_id
        and viewer.sees(other.series)
        and other.start < held.end
        and held.start < other.end
        and any(other.talk.is_given_by(member_id) for member_id in speaking)
    )


async def _presentation(
    connection: AsyncConnection, viewer: Viewer, talk_id: int, *, just_changed: bool = False
) -> Presentation:
    """Return a talk; refuse one that the viewer may not see.

    Whoever has `just_changed` a talk sees what came of it, also where they withdrew it or took
    themselves off it.
    """
    booked = await talks.bookings(connection, talks.has_id(talk=talk_id))
    talk = booked[0].talk if booked else await talks.by_id(connection, talk_id)
    found = booked[0].series if booked else None
    if talk is not None and found is None:
        found = await series.by_id(connection, talk.series_id)
    if talk is None or found is None or not (just_changed or viewer.sees_talk(talk, found)):
        raise NotFound(NO_SUCH_TALK)
    shown = [replace(one, series=viewer.shown(one.series)) for one in booked]
    return Presentation(
        talk=talk, booking=shown[0] if shown else None, may_change=viewer.may_change(talk)
    )


async def _to_change(connection: AsyncConnection, viewer: Viewer, talk_id: int) -> Presentation:
    present = await _presentation(connection, viewer, talk_id)
    viewer.require_change(present.talk)
    return present


def _require_unbegun(present: Presentation, *, now: datetime) -> None:
    if present.booking is not None and present.booking.start <= now:
        message = "This talk has begun or was given already: what is past stays as it was."
        raise Refusal(message)


async def _waiting(connection: AsyncConnection, viewer: Viewer) -> tuple[Talk, ...]:
    """Return the talks without a slot that the viewer may see."""
    every = {one.id: one for one in await series.of(connection, viewer.collaboration.id)}
    found = await talks.unplaced(connection, viewer.collaboration.id)
    return tuple(talk for talk in found if viewer.sees_talk(talk, every[talk.series_id]))
