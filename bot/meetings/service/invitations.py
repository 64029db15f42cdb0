"""Invitations to one-off meetings: who is invited, and the letters to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.model.one_off_meetings import Audience, OneOffMeeting
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_meeting, to_member
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.talks.model.talks import Programme


async def invited_members(
    connection: AsyncConnection, viewer: Viewer, convocation: OneOffMeeting
) -> tuple[Member, ...]:
    """Return the members invited by name, with the organizer who invites them."""
    if Audience(convocation.who) is not Audience.INVITED:
        return ()
    found = [await members.by_id(connection, member_id) for member_id in convocation.invited]
    here = viewer.collaboration.id
    named = [one for one in found if one is not None and one.collaboration_id == here]
    own = [viewer.member] if viewer.member and named else []
    return tuple({member.id: member for member in (*own, *named)}.values())


async def invite(
    connection: AsyncConnection,
    viewer: Viewer,
    programme: Programme,
    member_ids: Sequence[int],
    *,
    now: datetime,
) -> None:
    """Send an invitation to these members, except to the organizer who invites them."""
    own = viewer.member.id if viewer.member else None
    wanted = [
        Due(
            kind=Kind.INVITATION,
            what=about_meeting(programme.meeting.id),
            target=to_member(member_id),
            due=now,
            pointless_after=programme.meeting.start,
        )
        for member_id in member_ids
        if member_id != own
    ]
    await deliveries.insert_many(connection, viewer.collaboration.id, wanted)
