"""Deliveries that follow from a post and act on it."""

from datetime import datetime

from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, Kind
from bot.outbox.kinds import ActContext
from bot.outbox.outcomes import (
    Withdrawn,
)

GONE = Withdrawn(why=_("The post is gone."))


def follow_up(post: Delivery, kind: Kind, due: datetime, *, pointless_after: datetime) -> Due:
    """Return a delivery that acts on a post, once for each post."""
    return Due(
        kind=kind,
        what=post.what,
        target=post.target,
        occurrence=f"{post.id}",
        due=due,
        pointless_after=max(pointless_after, due),
        payload={"post": post.id},
    )


async def message_of_post(context: ActContext, delivery: Delivery) -> tuple[int, int] | None:
    """Return the channel and the message of a post; None where it is gone."""
    async with context.store.read() as connection:
        post = await deliveries.by_id(connection, int(delivery.payload["post"]))
    if post is None or post.message_id is None or post.channel_id is None:
        return None
    return post.channel_id, post.message_id
