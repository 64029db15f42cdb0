"""One-off meetings are scheduled and changed; each is the only date of its own series."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.service.seats import fill
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.drafts.service import claim
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.model.named_people import people_named
from bot.meetings.model.one_off_changes import OneOffMeetingChange
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.invitations import invite
from bot.meetings.service.lookup import programme_called
from bot.meetings.service.one_off_preview import one_off_preview
from bot.meetings.store import meetings
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.programme.model.change_previews import OneOffPreview
from bot.programme.model.meeting_changes import columns_of, require_coming
from bot.programme.model.reminders import ReminderSchedule
from bot.programme.service.publication import Publisher
from bot.programme.store import reminders as stored_reminders
from bot.series import store as series
from bot.series.model.occurrences import Occurrence
from bot.series.model.series import Series
from bot.series.service.rearrangement import shown_to
from bot.series.service.series import insert_series
from bot.sites.model.site_time_status import ClosurePolicy, require_open
from bot.sites.store import sites
from bot.storage.change import Change
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.times.zoned_time import ZonedTime, zoned_time_at

# People want to hear of a one-off meeting at once, not a week ahead as of a weekly one.
ANNOUNCED_AHEAD = 28


class OneOffMeetingService:
    """What /meeting schedule and /meeting edit do."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Take the store, and the publisher that updates calendars and posts."""
        self._store, self._publisher = store, publisher

    async def people(self, viewer: Viewer, typed: str) -> tuple[Member, ...]:
        """Return the members that an organizer named; refuse a name that is not clear."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            known = await members.of(connection, viewer.collaboration.id)
        return people_named(typed, known)

    async def preview(
        self, viewer: Viewer, typed: OneOffMeeting, *, now: datetime
    ) -> OneOffPreview:
        """Return the meeting that would be scheduled; refuse what `schedule` refuses."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await one_off_preview(connection, viewer, typed, now=now)

    async def schedule(
        self,
        viewer: Viewer,
        typed: OneOffMeeting,
        *,
        draft_id: int | None = None,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> Programme:
        """Schedule a meeting and invite its guests; a draft is used up.

        Raise TimeInClosure for a time in a hard closure where `heed` is to ask first.
        """
        async with self._store.change(viewer.collaboration.id) as connection:
            await claim(connection, draft_id)
            return await self.call(connection, viewer, typed, heed=heed, now=now)

    async def call(
        self,
        connection: Change,
        viewer: Viewer,
        typed: OneOffMeeting,
        *,
        heed: ClosurePolicy = ClosurePolicy.DESPITE,
        now: datetime,
    ) -> Programme:
        """Do what `schedule` does, in the caller's transaction."""
        viewer.require_organizer()
        preview = await one_off_preview(connection, viewer, typed, now=now)
        if heed is ClosurePolicy.ASK:
            known = await sites.of(connection, viewer.collaboration.id)
            length = timedelta(minutes=preview.series.minutes)
            require_open(known, [preview.to.instant], length=length)
        made = await insert_series(connection, preview.series)
        await stored_reminders.keep(
            connection, made.id, ReminderSchedule(meeting_days=ANNOUNCED_AHEAD)
        )
        meeting_id = await _make(connection, made, zoned_time_at(preview.to.instant, made.zone))
        await self._publisher.publish(connection, [meeting_id], now=now, by=viewer)
        programme = await programme_called(connection, viewer, meeting_id)
        invited = [member.id for member in preview.invited]
        await invite(connection, viewer, programme, invited, now=now)
        return shown_to(viewer, programme)

    async def alone(self, viewer: Viewer, meeting_id: int, *, now: datetime) -> Programme:
        """Return a one-off meeting that an organizer is about to change."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await _alone(connection, viewer, meeting_id, now=now)

    async def amend(
        self,
        viewer: Viewer,
        meeting_id: int,
        change: OneOffMeetingChange,
        *,
        draft_id: int | None = None,
        now: datetime,
    ) -> Programme:
        """Change a one-off meeting, apart from its time; new guests are invited."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            await claim(connection, draft_id)
            programme = await _alone(connection, viewer, meeting_id, now=now)
            was = programme.terms
            changes = change.columns(was)
            await series.update(connection, programme.meeting.series_id, **changes)
            programme = await programme_called(connection, viewer, meeting_id)
            if "capacity" in changes:
                await fill(connection, [programme], now=now)
            await self._publisher.publish(connection, [meeting_id], now=now, by=viewer)
            fresh = (changes.get("invited") or frozenset()) - (was.invited or frozenset())
            await invite(connection, viewer, programme, sorted(fresh), now=now)
        return shown_to(viewer, programme)


async def _alone(
    connection: AsyncConnection, viewer: Viewer, meeting_id: int, *, now: datetime
) -> Programme:
    programme = await programme_called(connection, viewer, meeting_id)
    if programme.terms.recurs:
        message = _(
            "This meeting belongs to the series “{title}”. Change it with /series edit.",
            title=programme.terms.title,
        )
        raise Refusal(message)
    require_coming(programme.meeting, now=now)
    return programme


async def _make(connection: AsyncConnection, made: Series, to: ZonedTime) -> int:
    place = Occurrence(place=to.wall.date(), wall=to.wall, zone=to.zone)
    row = {
        **columns_of(made, place),
        "start": to.instant,  # of an hour that comes twice it may be the second
        "collaboration_id": made.collaboration_id,
        "series_id": made.id,
        "status": MeetingStatus.SCHEDULED,
    }
    (meeting_id,) = await meetings.insert_with_slots(connection, [row], slots_each=made.slots)
    return meeting_id
