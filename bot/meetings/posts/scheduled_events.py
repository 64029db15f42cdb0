"""Keeps the scheduled events of a server up to date with its meetings.

Where Discord refuses an event, nobody is notified. It is tried again after the next change, or the
next day.
"""

from datetime import datetime, timedelta

import discord

from bot.core.translation import _
from bot.meetings.cards.scheduled_events import ScheduledEvent, scheduled_event_of
from bot.meetings.model.scheduled_events import visible_to_all
from bot.meetings.posts.event_writer import OVER, SHOWN, EventWriter, sent
from bot.outbox.deliveries import Delivery, number_in
from bot.outbox.kinds import ActContext
from bot.outbox.outcomes import Again, Outcome, Withdrawn
from bot.servers.service.directory import collaboration_of, sites_of
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions

TRIED_AGAIN = timedelta(hours=6)


async def mirror(context: ActContext, delivery: Delivery, now: datetime) -> Outcome | Withdrawn:
    """Create, update or cancel the event of a meeting, whichever it needs."""
    guild_id = number_in(delivery.target, "server") or 0
    exists = delivery.message_id is not None and not delivery.payload.get(OVER)
    event = await _event(context, delivery)
    if _is_forbidden(context.client, guild_id):
        why = _("Meridian may not create events in this server.")
        return Again(why=why, after=TRIED_AGAIN) if exists else Withdrawn(why=why)
    writer = EventWriter(context, guild_id)
    if event is None:
        return await _cancel(writer, delivery, exists=exists, now=now)
    if not exists:
        return await writer.create(event)
    if event.digest == delivery.payload.get(SHOWN) or event.start <= now:
        return sent(guild_id, delivery.message_id, event)
    return await writer.edit(delivery.message_id or 0, event)


def may_create_events(allowed: discord.Permissions) -> bool:
    """Return whether these permissions are enough to create events."""
    return allowed.create_events or allowed.manage_events


async def _event(context: ActContext, delivery: Delivery) -> ScheduledEvent | None:
    """Return the event that a meeting should have; None where it should have none."""
    meeting_id = number_in(delivery.what, "meeting") or 0
    collaboration = await collaboration_of(context.store, delivery.collaboration_id)
    assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
    known = await sites_of(context.store, collaboration.id)
    async with context.store.read() as connection:
        booked = await stored_bookings.where(connection, conditions.has_id(meeting=meeting_id))
    programme = next(iter(stored_bookings.programmes_of(booked)), None)
    if programme is None or not programme.meeting.takes_place:
        return None
    if not visible_to_all(programme.terms, collaboration):
        return None
    marker = delivery.nonce(context.store.instance_name)
    slug = collaboration.slug
    return scheduled_event_of(programme, known, links=context.links, slug=slug, marker=marker)


def _is_forbidden(client: discord.Client, guild_id: int) -> bool:
    """Return whether Meridian lacks the permission, as far as Discord has said."""
    guild = client.get_guild(guild_id)
    return guild is not None and not may_create_events(guild.me.guild_permissions)


async def _cancel(
    writer: EventWriter, delivery: Delivery, *, exists: bool, now: datetime
) -> Outcome | Withdrawn:
    """Cancel an event for good: Discord does not restore cancelled events."""
    event_id = delivery.message_id
    if not exists or event_id is None or delivery.pointless_after <= now:
        return Withdrawn(why=_("The meeting should not have a server event."))
    return await writer.cancel(event_id)
