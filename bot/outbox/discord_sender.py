"""Sending over Discord, with the nonce and the marker that keep a message from going out twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import discord

from bot.chat.replies import Reply, as_edit
from bot.core.translation import _
from bot.outbox.deliveries import Delivery, number_in
from bot.outbox.outcomes import (
    DONE_ALREADY,
    Outcome,
    Parked,
    Sent,
    outcome_of,
)
from bot.outbox.send_rate import Pace

LONGEST_TRY = 15.0  # seconds; discord.py alone would wait five minutes for an answer
# Messages of a channel in which a delivery's marker is looked for: so many pages of so many.
PAGES, PAGE = 2, 100
CLOCKS_APART = timedelta(minutes=2)  # how far Discord's clock may be from ours
NEEDED = ("view_channel", "send_messages", "embed_links")


class Sender:
    """Sends over one Discord client, within the limits of time and pace."""

    def __init__(self, client: discord.Client, pace: Pace) -> None:
        self._client, self._pace = client, pace
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def send(
        self, delivery: Delivery, reply: Reply, *, nonce: str, to_user: int | None, look: bool
    ) -> Outcome:
        """Send a delivery unless it is there already; one at a time to each target.

        `to_user` is the Discord user whose direct messages it goes to, None for a channel.
        """
        if missing := self.missing_permission(delivery):
            return Parked(why=missing)
        shown = self._permitted(delivery, reply)
        lost_role = reply.role_id if shown.role_id is None else None

        async def act() -> Outcome:
            channel = await self._channel(delivery, to_user)
            if look and (found := await self._find(channel, delivery, nonce)) is not None:
                return Sent(channel_id=channel.id, message_id=found, was_there=True)
            await self.turn()
            sent = await channel.send(nonce=nonce, **shown.arguments())
            return Sent(channel_id=channel.id, message_id=sent.id, lost_role=lost_role)

        lock = self._queues.setdefault(delivery.target, asyncio.Lock())
        async with lock:
            return await _tried(act, where=delivery.channel_id or 0)

    async def edit(self, delivery: Delivery, reply: Reply) -> Outcome:
        """Edit a message that was sent."""
        assert delivery.channel_id is not None  # noqa: S101 - only what was sent is edited
        assert delivery.message_id is not None  # noqa: S101 - only what was sent is edited
        channel_id, message_id = delivery.channel_id, delivery.message_id
        shown = self._permitted(delivery, reply)

        async def act() -> Outcome:
            await self.turn()
            channel = self._client.get_partial_messageable(channel_id)
            try:
                await channel.get_partial_message(message_id).edit(**as_edit(shown))
            except discord.NotFound:
                # The message, or its whole channel, was deleted.
                return Sent(channel_id=channel_id, message_id=None)
            return Sent(channel_id=channel_id, message_id=message_id)

        return await _tried(act, where=channel_id)

    async def act(self, what: Callable[[], Awaitable[Outcome]], *, where: int) -> Outcome:
        """Do something else in Discord that is safe to do twice.

        It makes one request; before a second one it must wait for turn().
        """
        await self.turn()
        return await _tried(what, where=where)

    async def turn(self) -> None:
        """Wait until one more request may be made."""
        await self._pace.turn()

    def missing_permission(self, delivery: Delivery) -> str:
        """Return which permissions are missing in a delivery's channel, nothing where none are.

        A channel that Discord has not announced may exist all the same: sending will tell.
        """
        channel = self._client.get_channel(number_in(delivery.target, "channel") or 0)
        if not isinstance(channel, discord.abc.GuildChannel):
            return ""
        allowed = channel.permissions_for(channel.guild.me)
        missing = [name.replace("_", " ") for name in NEEDED if not getattr(allowed, name)]
        if not missing:
            return ""
        return _(
            "Meridian needs these permissions in #{channel}: {permissions}.",
            channel=channel.name,
            permissions=", ".join(missing),
        )

    def _permitted(self, delivery: Delivery, reply: Reply) -> Reply:
        """Return a reply without a deleted role to ping and without forbidden pictures."""
        channel = self._client.get_channel(number_in(delivery.target, "channel") or 0)
        if not isinstance(channel, discord.abc.GuildChannel):
            return reply
        if reply.role_id is not None and channel.guild.get_role(reply.role_id) is None:
            reply = replace(reply, role_id=None)
        if not reply.files or channel.permissions_for(channel.guild.me).attach_files:
            return reply
        plain = [one.copy() for one in reply.cards]
        for one in plain:
            one.set_image(url=None)
        return replace(reply, cards=plain, files=())

    def can_reach(self, delivery: Delivery) -> bool:
        """Return whether a parked delivery's channel exists and Meridian may write there."""
        channel = self._client.get_channel(number_in(delivery.target, "channel") or 0)
        return channel is not None and not self.missing_permission(delivery)

    async def _channel(
        self, delivery: Delivery, to_user: int | None
    ) -> "discord.PartialMessageable | discord.DMChannel":
        if to_user is None:
            channel_id = number_in(delivery.target, "channel") or 0
            return self._client.get_partial_messageable(channel_id)
        for known in self._client.private_channels:
            if isinstance(known, discord.DMChannel) and known.recipient == discord.Object(to_user):
                return known
        await self.turn()
        return await self._client.create_dm(discord.Object(to_user))

    async def _find(
        self,
        channel: "discord.PartialMessageable | discord.DMChannel",
        delivery: Delivery,
        nonce: str,
    ) -> int | None:
        """Return the message in which this delivery went out already, by the marker it carries."""
        since: datetime | discord.Message
        since = min(delivery.first_tried_at or delivery.due, delivery.due) - CLOCKS_APART
        try:
            for _ in range(PAGES):
                await self.turn()
                page = [message async for message in _after(since, channel)]
                for message in page:
                    if message.author == self._client.user and nonce in _markers(message):
                        return message.id
                if len(page) < PAGE:
                    break
                since = page[-1]
        except discord.Forbidden:
            # Without the right to read, the nonce alone keeps it from being there twice.
            return None
        return None


def _after(
    since: "datetime | discord.Message",
    channel: "discord.PartialMessageable | discord.DMChannel",
) -> AsyncIterator[discord.Message]:
    return channel.history(after=since, oldest_first=True, limit=PAGE)


def _markers(message: discord.Message) -> set[str]:
    """Return the last part of each button's custom_id."""
    buttons = (
        item
        for row in message.components
        for item in getattr(row, "children", [row])
        if getattr(item, "custom_id", None)
    )
    return {str(button.custom_id).rpartition(":")[2] for button in buttons}


async def _tried(act: Callable[[], Awaitable[Outcome]], *, where: int) -> Outcome:
    """Do something within the time for a try; return what came of it, whatever that was."""
    try:
        async with asyncio.timeout(LONGEST_TRY):
            return await act()
    except Exception as error:  # noqa: BLE001 - outcome_of raises again what is not Discord's
        if isinstance(error, discord.HTTPException) and error.code in DONE_ALREADY:
            return Sent(channel_id=where, message_id=None)
        return outcome_of(error)
