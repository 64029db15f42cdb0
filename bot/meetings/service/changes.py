"""Meetings are listed, moved, cancelled, restored, and skipped from their series."""

from datetime import date, datetime
from typing import Any

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.meetings.service.checks import (
    on_kept_clock,
    programme_to_change,
    require_free,
    require_move,
    require_no_closure,
)
from bot.meetings.service.lookup import meeting_on, programme_called, visible_series
from bot.meetings.store import meetings, upcoming
from bot.meetings.store.slots import set_slots
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import Relocation
from bot.programme.model.meeting_changes import moved, reason_given, require_coming, restored
from bot.programme.service.publication import Publisher
from bot.series.model.series import Series
from bot.series.service.rearrangement import shown_to
from bot.sites.model.site_time_status import ClosurePolicy
from bot.storage.change import Change
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions

MOST_OFFERED = 400  # meetings in a list of options


class MeetingService:
    """What /meeting does, and /series for single dates."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Take the store, and the publisher that updates calendars and posts."""
        self._store = store
        self._publisher = publisher

    async def programme(self, viewer: Viewer, meeting_id: int) -> Programme:
        """Return a meeting with its slots and talks."""
        async with self._store.read() as connection:
            return shown_to(viewer, await programme_called(connection, viewer, meeting_id))

    async def upcoming(
        self,
        viewer: Viewer,
        *,
        slug: str | None = None,
        page: int = 1,
        per_page: int = 6,
        now: datetime,
    ) -> tuple[list[Programme], bool]:
        """Return a page of upcoming meetings, counted from 1, and whether it is the last."""
        async with self._store.read() as connection:
            visible = await visible_series(connection, viewer, slug)
            found = await upcoming.of(
                connection,
                viewer.collaboration.id,
                series_ids=visible.keys(),
                after=now,
                most=per_page + 1,
                skip=(max(page, 1) - 1) * per_page,
            )
            ids = [meeting.id for meeting in found[:per_page]]
            booked = await stored_bookings.where(connection, conditions.in_meetings(ids))
        shown = [shown_to(viewer, programme) for programme in stored_bookings.programmes_of(booked)]
        return shown, len(found) <= per_page

    async def offered(
        self, viewer: Viewer, *, slug: str | None = None, now: datetime
    ) -> list[tuple[Series, Meeting]]:
        """Return the upcoming meetings that the viewer can choose from."""
        async with self._store.read() as connection:
            visible = await visible_series(connection, viewer, slug)
            found = await upcoming.of(
                connection,
                viewer.collaboration.id,
                series_ids=visible.keys(),
                after=now,
                most=MOST_OFFERED,
            )
        return [(visible[meeting.series_id], meeting) for meeting in found]

    async def relocation(
        self, viewer: Viewer, meeting_id: int, *, when: str, now: datetime
    ) -> Relocation:
        """Return the time to which a meeting would move; refuse what `move` refuses."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            programme = await programme_called(connection, viewer, meeting_id)
            read = await require_move(connection, viewer, programme, when, now=now)
        return Relocation(programme=programme, to=read.moment, others=read.others)

    async def move(
        self,
        viewer: Viewer,
        meeting_id: int,
        *,
        when: str,
        reason: str,
        revision: int | None = None,
        draft_id: int | None = None,
        quietly: bool = False,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> Programme:
        """Move a meeting to a time typed on the viewer's clock, or with a place.

        `quietly` notifies nobody; posts and calendars still show the new time. Raise TimeInClosure
        for a time in a hard closure where `heed` is to ask first.
        """
        why = reason_given(reason)
        async with self._store.change(viewer.collaboration.id) as connection:
            programme = await programme_to_change(
                connection, viewer, meeting_id, revision=revision, draft_id=draft_id
            )
            read = await require_move(connection, viewer, programme, when, now=now)
            if heed is ClosurePolicy.ASK:
                await require_no_closure(connection, programme, read.moment.instant)
            to = await on_kept_clock(connection, viewer, programme.terms.zone, read.moment)
            columns = moved(programme, to)
            return await self._save(
                connection, viewer, meeting_id, now, quietly=quietly, reason=why, **columns
            )

    async def cancel(
        self,
        viewer: Viewer,
        meeting_id: int,
        *,
        reason: str,
        revision: int | None = None,
        draft_id: int | None = None,
        quietly: bool = False,
        now: datetime,
    ) -> Programme:
        """Cancel a meeting; its talks keep their slots until it is restored."""
        why = reason_given(reason)
        async with self._store.change(viewer.collaboration.id) as connection:
            programme = await programme_to_change(
                connection, viewer, meeting_id, revision=revision, draft_id=draft_id
            )
            require_coming(programme.meeting, now=now)
            status = MeetingStatus.CANCELLED
            return await self._save(
                connection, viewer, meeting_id, now, quietly=quietly, status=status, reason=why
            )

    async def restore(self, viewer: Viewer, meeting_id: int, *, now: datetime) -> Programme:
        """Restore a cancelled meeting, or move one back to its original time."""
        async with self._store.change(viewer.collaboration.id) as connection:
            programme = await programme_to_change(connection, viewer, meeting_id)
            return await self._restore(connection, viewer, programme, now=now)

    async def skip(
        self, viewer: Viewer, slug: str, day: date, *, reason: str, now: datetime
    ) -> Programme:
        """Skip one date of a series."""
        why = reason_given(reason)
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            meeting = await meeting_on(connection, viewer, slug, day, now=now)
            require_coming(meeting, now=now)
            status = MeetingStatus.SKIPPED
            return await self._save(connection, viewer, meeting.id, now, status=status, reason=why)

    async def unskip(self, viewer: Viewer, slug: str, day: date, *, now: datetime) -> Programme:
        """Bring back a skipped date of a series."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            meeting = await meeting_on(connection, viewer, slug, day, now=now)
            if meeting.takes_place:
                message = _("The meeting on {day} takes place. There is nothing to do.", day=day)
                raise Refusal(message)
            programme = await programme_called(connection, viewer, meeting.id)
            return await self._restore(connection, viewer, programme, now=now)

    async def _restore(
        self, connection: Change, viewer: Viewer, programme: Programme, *, now: datetime
    ) -> Programme:
        columns = restored(programme)
        await require_free(
            connection, programme, columns.get("start", programme.meeting.start), now=now
        )
        if "minutes" in columns:
            filled = [b.slot.position + 1 for b in programme.bookings if b.talk is not None]
            terms, had = programme.terms, len(programme.bookings)
            count = max([terms.slots if isinstance(terms, Series) else had, *filled])
            await set_slots(connection, [programme.meeting.id], count)
        return await self._save(connection, viewer, programme.meeting.id, now, **columns)

    async def _save(
        self,
        connection: Change,
        viewer: Viewer,
        meeting_id: int,
        now: datetime,
        *,
        quietly: bool = False,
        **columns: Any,  # noqa: ANN401 - columns differ in type
    ) -> Programme:
        await meetings.update_one(connection, meeting_id, **columns)
        await self._publisher.publish(connection, [meeting_id], now=now, by=viewer, quietly=quietly)
        return shown_to(viewer, await programme_called(connection, viewer, meeting_id))
