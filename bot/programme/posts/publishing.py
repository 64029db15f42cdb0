"""Publishing a post to the servers that follow its channel."""

from datetime import datetime

from bot.outbox.deliveries import Delivery
from bot.outbox.kinds import ActContext
from bot.outbox.outcomes import (
    Outcome,
    Sent,
    Withdrawn,
)
from bot.programme.posts.follow_ups import GONE, message_of_post


async def publish(context: ActContext, delivery: Delivery, _now: datetime) -> Outcome | Withdrawn:
    """Publish a post to the servers that follow its channel."""
    post = await message_of_post(context, delivery)
    if post is None:
        return GONE
    channel_id, message_id = post

    async def act() -> Outcome:
        channel = context.client.get_partial_messageable(channel_id)
        await channel.get_partial_message(message_id).publish()
        return Sent(channel_id=channel_id, message_id=message_id)

    return await context.sender.act(act, where=channel_id)
