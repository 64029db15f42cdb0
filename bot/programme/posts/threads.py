"""Threads under posts: opened after an announcement, filled, archived after the talk."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import discord
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.attendance.store import answers
from bot.core.translation import _
from bot.outbox.deliveries import Delivery, Due, Kind, number_in
from bot.outbox.kinds import ActContext
from bot.outbox.outcomes import (
    THREAD_IS_ARCHIVED,
    THREAD_IS_THERE,
    Again,
    Outcome,
    Parked,
    Sent,
    Withdrawn,
)
from bot.people.store import members
from bot.programme.posts.follow_ups import GONE, follow_up, message_of_post
from bot.programme.store import reminders as stored_reminders
from bot.talks.model.talks import Booking
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions

log = logging.getLogger(__name__)


WEEK = timedelta(weeks=1)
MOST_WEEKS = 52 * WEEK
NO_THREADS = _("Meridian may not open threads there. Please give it Create Public Threads.")
THREAD_NAME = 100  # characters Discord takes
ARCHIVED_WHEN_SILENT: Final = 10080  # minutes, the longest that Discord knows: a week
ADDED_AT_ONCE = 10  # people: each is a request of its own


async def after_announcement(
    connection: AsyncConnection, delivery: Delivery, now: datetime
) -> list[Due]:
    """Return the thread under the announcement of a talk, and its end."""
    talk_id = number_in(delivery.what, "talk")
    if talk_id is None:
        return []
    booked = await stored_bookings.where(connection, conditions.has_id(talk=talk_id))
    if not booked or not await _wants_thread(connection, booked[0]):
        return []
    ends = booked[0].end + WEEK
    return [
        follow_up(delivery, Kind.THREAD, now, pointless_after=booked[0].end + WEEK),
        follow_up(delivery, Kind.THREAD_END, ends, pointless_after=ends + MOST_WEEKS),
    ]


async def _wants_thread(connection: AsyncConnection, booking: Booking) -> bool:
    found = await stored_reminders.of_series(connection, [booking.meeting.series_id])
    return found[booking.meeting.series_id].threads


async def open_thread(
    context: ActContext, delivery: Delivery, _now: datetime
) -> Outcome | Withdrawn:
    """Open the thread under a post; once it is open, add those who attend."""
    post = await message_of_post(context, delivery)
    return await PostThreads(context).open(delivery, *post) if post else GONE


async def end_thread(context: ActContext, delivery: Delivery, now: datetime) -> Outcome | Withdrawn:
    """Archive the thread under a post."""
    post = await message_of_post(context, delivery)
    return await PostThreads(context).end(delivery, post[1], now=now) if post else GONE


class PostThreads:
    """Acts on posts and their threads."""

    def __init__(self, context: ActContext) -> None:
        self._store, self._client, self._sender = context.store, context.client, context.sender

    async def open(
        self, delivery: Delivery, channel_id: int, message_id: int
    ) -> Outcome | Withdrawn:
        """Open the thread under a post; once it is open, add those who attend.

        A thread has the id of the message that it began with.
        """
        async with self._store.read() as connection:
            booked = await stored_bookings.where(
                connection, conditions.has_id(talk=number_in(delivery.what, "talk") or 0)
            )
            if not booked or booked[0].talk is None:
                return Withdrawn(why=_("The talk no longer has a slot."))
            coming = await _coming(connection, booked[0])
        if delivery.message_id is None:
            return await self._begin(channel_id, message_id, name=booked[0].talk.heading)
        return await self._bring_in(delivery, channel_id, coming)

    async def _begin(self, channel_id: int, message_id: int, *, name: str) -> Outcome | Withdrawn:
        async def begin() -> Outcome:
            try:
                # discord.py's message does this only where it has the server in memory.
                await self._client.http.start_thread_with_message(
                    channel_id,
                    message_id,
                    name=name[:THREAD_NAME],
                    auto_archive_duration=ARCHIVED_WHEN_SILENT,
                    rate_limit_per_user=None,
                )
            except discord.Forbidden:
                return Parked(why=NO_THREADS)
            except discord.HTTPException as error:
                if error.code != THREAD_IS_THERE:
                    raise
            return Sent(channel_id=channel_id, message_id=message_id, is_unfinished=True)

        begun = await self._sender.act(begin, where=channel_id)
        is_gone = isinstance(begun, Sent) and begun.message_id is None
        return GONE if is_gone else begun

    async def _bring_in(
        self, delivery: Delivery, channel_id: int, coming: Sequence[int]
    ) -> Outcome | Withdrawn:
        """Add some of those who attend and are not in the thread yet; the rest follow later."""
        thread_id = delivery.message_id
        assert thread_id is not None  # noqa: S101 - the thread was opened
        added = set(delivery.payload.get("added", []))
        fresh = [user_id for user_id in coming if user_id not in added]
        for user_id in fresh[:ADDED_AT_ONCE]:
            outcome = await self._sender.act(
                partial(self._add, thread_id, user_id), where=thread_id
            )
            if not isinstance(outcome, Sent):
                return outcome
            added.add(user_id)
        return Sent(
            channel_id=channel_id,
            message_id=thread_id,
            is_unfinished=len(fresh) > ADDED_AT_ONCE,
            remembered={"added": sorted(added)},
        )

    async def _add(self, thread_id: int, user_id: int) -> Outcome:
        add = partial(self._client.http.add_user_to_thread, thread_id, user_id)
        try:
            try:
                await add()
            except discord.HTTPException as error:
                if error.code != THREAD_IS_ARCHIVED:
                    raise
                # The thread was archived because it was silent: open it again to add the person.
                await self._sender.turn()
                await self._client.http.edit_channel(thread_id, archived=False)
                await self._sender.turn()
                await add()
        except (discord.Forbidden, discord.NotFound):
            # A person who left or may not read there must not keep the others out.
            log.info("user %d cannot be added to thread %d", user_id, thread_id)
        return Sent(channel_id=thread_id, message_id=thread_id)

    async def end(self, delivery: Delivery, thread_id: int, *, now: datetime) -> Outcome:
        """Archive the thread a week after the talk, or later if the talk was moved."""
        async with self._store.read() as connection:
            talk_id = number_in(delivery.what, "talk") or 0
            booked = await stored_bookings.where(connection, conditions.has_id(talk=talk_id))
        if booked and booked[0].end + WEEK > now:
            return Again(why=_("The talk was moved."), after=booked[0].end + WEEK - now)

        async def archive() -> Outcome:
            try:
                thread = await self._client.fetch_channel(thread_id)
            except discord.NotFound:
                return Sent(channel_id=thread_id, message_id=None)
            if isinstance(thread, discord.Thread) and not thread.archived:
                await self._sender.turn()
                await thread.edit(archived=True)
            return Sent(channel_id=thread_id, message_id=None)

        return await self._sender.act(archive, where=thread_id)


async def _coming(connection: AsyncConnection, booking: Booking) -> list[int]:
    """Return the Discord users who said that they attend a talk's meeting."""
    said = await answers.of_meetings(connection, [booking.meeting.id])
    going = [m for m, answer in said[booking.meeting.id].items() if answer is Answer.GOING]
    known = {member.id: member for member in await members.by_ids(connection, going)}
    found = [known[member_id] for member_id in going if member_id in known]
    return [member.discord_id for member in found if member.left_at is None]
