"""What deliveries of a collaboration depend on, apart from the meeting itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.meetings.model.scheduled_events import visible_to_all
from bot.people.model.members import Member
from bot.people.store import members
from bot.programme.model.reminders import (
    Preference,
    ReminderSchedule,
    Way,
    channel_of,
)
from bot.programme.store import reminders as stored_reminders
from bot.series.model.series import Terms
from bot.servers.model.collaborations import Collaboration
from bot.servers.service.recipients import organizer_targets
from bot.servers.store import collaborations
from bot.sites.model.sites import Site
from bot.sites.model.working_hours import WorkingHours, of_member
from bot.sites.store import sites
from bot.talks.model.talks import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What deliveries of a collaboration depend on, apart from the meeting itself."""

    collaboration: Collaboration
    sites: tuple[Site, ...]
    reminded: tuple[tuple[Member, Preference], ...]
    schedules: Mapping[int, ReminderSchedule]
    organizers: tuple[str, ...]

    def mirrors(self, terms: Terms) -> int | None:
        """Return the server whose events show a meeting, None where not everybody may see it."""
        return self.collaboration.guild_id if visible_to_all(terms, self.collaboration) else None

    @property
    def anchor(self) -> Site | None:
        """The site whose time is shown first."""
        wanted = self.collaboration.anchor_site_id
        return next((s for s in self.sites if s.id == wanted), next(iter(self.sites), None))


async def surroundings(
    connection: AsyncConnection, collaboration_id: int, programmes: Sequence[Programme]
) -> Surroundings:
    """Read what deliveries about these meetings depend on."""
    collaboration = await collaborations.by_id(connection, collaboration_id)
    assert collaboration is not None  # noqa: S101 - the meetings' foreign key holds it
    wishes = await stored_reminders.preferences_of(connection, collaboration_id)
    return Surroundings(
        collaboration=collaboration,
        sites=tuple(await sites.of(connection, collaboration_id)),
        reminded=tuple((m, wish) for m, wish in wishes if wish.way is Way.DM),
        schedules=await stored_reminders.of_series(
            connection, sorted({p.meeting.series_id for p in programmes})
        ),
        organizers=await organizer_targets(connection, collaboration),
    )


async def speaker_hours(
    connection: AsyncConnection, around: Surroundings, programmes: Sequence[Programme]
) -> dict[int, WorkingHours]:
    """Return the working hours of the speakers of meetings, by member, without those who left."""
    speaking = {
        speaker.member_id
        for programme in programmes
        for talk in programme.talks
        for speaker in talk.speakers
        if speaker.member_id is not None
    }
    if not speaking:
        return {}
    return {
        member.id: of_member(member, around.sites, anchor=around.anchor)
        for member in await members.of(connection, around.collaboration.id)
        if member.id in speaking and member.left_at is None
    }


async def reminded_members(
    connection: AsyncConnection,
    around: Surroundings,
    programmes: Sequence[Programme],
    said: Mapping[int, Mapping[int, Answer]],
) -> dict[int, tuple[tuple[Member, Preference], ...]]:
    """Return the members to remind by direct message, by meeting.

    Where no channel is reminded of a meeting, the people who said they attend are reminded.
    """
    without = [
        one.meeting.id for one in programmes if channel_of(one.terms, around.collaboration) is None
    ]
    asked = sorted({member_id for meeting_id in without for member_id in said[meeting_id]})
    wishes = await stored_reminders.wishes_of(connection, asked) if asked else []
    coming = [(m, w) for m, w in wishes if w.way is Way.CHANNEL and m.left_at is None]
    reminded = {one.meeting.id: around.reminded for one in programmes}
    for meeting_id in without:
        theirs = tuple((m, wish) for m, wish in coming if m.id in said[meeting_id])
        reminded[meeting_id] = (*around.reminded, *theirs)
    return reminded
