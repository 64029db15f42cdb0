"""Talks: sign-up, changes, withdrawal and lists."""

from dataclasses import replace
from datetime import datetime

from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.programme.service.publication import Publisher
from bot.series.service.lookup import series_called
from bot.storage.change import Change
from bot.storage.database import Store
from bot.talks.model.submission import Completion, Materials, Submission
from bot.talks.model.talks import Booking, Speaker, Talk, TalkStatus
from bot.talks.service.lists import TalkPage, TalkQuery, talk_page
from bot.talks.service.presentations import (
    Presentation,
    SignedUp,
    TalkChanged,
    presentation,
    presented,
    require_not_started,
    require_revision,
    talk_to_change,
)
from bot.talks.service.proposals import propose
from bot.talks.service.slots import (
    clashes,
    free_slots,
    programme_of_slot,
    require_bookable,
    slot,
    visible_series,
)
from bot.talks.service.speakers import first_speakers, known_speakers
from bot.talks.store import talks
from bot.waitlist.service.offers import require_not_kept, take_offered


class TalkService:
    """Talks of a collaboration, as members sign up for them and change them."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what changes shows in calendars."""
        self._store = store
        self._publisher = publisher

    async def free_slots(
        self, viewer: Viewer, *, slug: str | None = None, now: datetime, most: int = 25
    ) -> list[Booking]:
        """Return the next free slots that the viewer may see, of one series or of all."""
        async with self._store.read() as connection:
            known = await visible_series(connection, viewer, slug)
            return await free_slots(connection, known, now=now, most=most)

    async def slots_instead(
        self, viewer: Viewer, slot_id: int, *, now: datetime, most: int
    ) -> list[Booking]:
        """Return the next free slots of the series that a slot is in."""
        async with self._store.read() as connection:
            gone = await slot(connection, viewer, slot_id)
            return await free_slots(connection, [gone.meeting.series_id], now=now, most=most)

    async def slot(
        self, viewer: Viewer, slot_id: int, *, slug: str | None = None, now: datetime
    ) -> Booking:
        """Return a slot that can still be signed up for, in a series if it is named."""
        viewer.require_member()
        async with self._store.read() as connection:
            if slug is not None:
                await series_called(connection, viewer, slug, or_single=True)
            booking = await slot(connection, viewer, slot_id)
            require_bookable(booking, viewer, now=now)
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
        """Sign up the viewer for a slot, or `speaker` if an organizer asks.

        Raises SlotTaken if somebody was faster; the database's unique constraint decides.
        """
        viewer.require_member()
        if speaker is not None:
            viewer.require_organizer()
        columns = submission.columns()
        async with self._store.change(viewer.collaboration.id) as connection:
            programme, booking = await programme_of_slot(connection, viewer, slot_id)
            require_bookable(booking, viewer, now=now)
            if speaker is None:
                await take_offered(connection, booking, viewer.require_member().id, now=now)
            talk = await talks.insert_new(
                connection,
                spoken_by=await first_speakers(connection, viewer, submission, speaker),
                collaboration_id=viewer.collaboration.id,
                series_id=booking.meeting.series_id,
                slot_id=slot_id,
                status=TalkStatus.CONFIRMED,
                created_at=now,
                **columns,
            )
            changed = [programme.with_talk(talk)]
            await self._publisher.publish_programmes(connection, changed, now=now, by=viewer)
            held = replace(booking, talk=talk)
            others = await clashes(connection, viewer, held)
        return SignedUp(presentation=presented(viewer, talk, held), clashes=others)

    async def talk(self, viewer: Viewer, talk_id: int) -> Presentation:
        """Return a talk that the viewer may see."""
        async with self._store.read() as connection:
            return await presentation(connection, viewer, talk_id)

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
        """Change the text of a talk; refuse if somebody else has changed it since `revision`.

        `quietly` notifies nobody; posts and calendars still show the change.
        """
        columns = submission.columns()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await talk_to_change(connection, viewer, talk_id)
            require_revision(present, revision)
            first = present.talk.speakers[0]
            named = replace(first, name=submission.name() or first.name)
            known = await known_speakers(connection, viewer)
            # Names already on the talk keep meaning the same people, guests with their affiliation.
            known = known.with_names_of(present.talk.speakers[1:])
            spoken_by = (named, *submission.others(known))
            await talks.set_speakers(connection, talk_id, spoken_by)
            return await self._save(
                connection, viewer, present, now=now, quietly=quietly, **columns
            )

    async def set_materials(
        self, viewer: Viewer, talk_id: int, *, materials: Materials, now: datetime
    ) -> Presentation:
        """Save the links to slides, video and paper of a talk."""
        columns = materials.columns()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await talk_to_change(connection, viewer, talk_id)
            return await self._save(connection, viewer, present, now=now, **columns)

    async def complete(
        self, viewer: Viewer, talk_id: int, *, completion: Completion, revision: int, now: datetime
    ) -> Presentation:
        """Fill in what is missing; refuse if somebody else changed the talk since `revision`."""
        columns = completion.columns()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await talk_to_change(connection, viewer, talk_id)
            require_revision(present, revision)
            return await self._save(connection, viewer, present, now=now, **columns)

    async def withdraw(
        self, viewer: Viewer, talk_id: int, *, revision: int | None = None, now: datetime
    ) -> Presentation:
        """Withdraw a talk that has not started; its slot becomes free."""
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await talk_to_change(connection, viewer, talk_id)
            require_not_started(present, now=now)
            if revision not in {None, present.talk.revision}:
                message = _("This talk has changed. Please look at it again with /talk show.")
                raise TalkChanged(message)
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
        """Move a talk to another slot, or give a proposed talk its first (organizers)."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await talk_to_change(connection, viewer, talk_id)
            require_not_started(present, now=now)
            booking = await slot(connection, viewer, slot_id)
            require_bookable(booking, viewer, now=now)
            placed = await self._save(
                connection,
                viewer,
                present,
                now=now,
                slot_id=slot_id,
                series_id=booking.meeting.series_id,
                status=TalkStatus.CONFIRMED,
            )
            await self._publisher.publish(connection, [booking.meeting.id], now=now, by=viewer)
        return placed

    async def _save(
        self,
        connection: Change,
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
        saved = await presentation(connection, viewer, present.talk.id, just_changed=True)
        return replace(saved, before=present.talk)

    async def propose(
        self, viewer: Viewer, slug: str, *, submission: Submission, now: datetime
    ) -> Talk:
        """Save a talk that has no date yet, and tell the organizers, who give it a slot."""
        async with self._store.change(viewer.collaboration.id) as connection:
            return await propose(connection, viewer, slug, submission=submission, now=now)

    async def listing(
        self, viewer: Viewer, query: TalkQuery | None = None, *, now: datetime
    ) -> TalkPage:
        """Return a page of the talks that the viewer may see."""
        async with self._store.read() as connection:
            return await talk_page(connection, viewer, query or TalkQuery(), now=now)
