"""What organizers wrote, what keeps a message back, and reminders people set."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announcements.cards import announcements as compositions
from bot.announcements.cards.failure_notices import failure_notice
from bot.announcements.cards.placeholders import values_of
from bot.announcements.cards.reminders import own_reminder as own_reminder_card
from bot.announcements.model import Composition
from bot.announcements.service.announcement_subjects import subject_of
from bot.outbox.deliveries import Delivery, Due, Kind
from bot.outbox.drawing import Rendered
from bot.programme.posts.follow_ups import follow_up
from bot.programme.posts.post import Post, draws_post


@draws_post
async def composition(post: Post) -> Rendered | None:
    """Say what an organizer wrote."""
    composition = Composition.read(post.delivery.payload)
    about = await subject_of(post.connection, composition.about, now=post.delivery.due)
    slug = post.setting.collaboration.slug
    values = values_of(about, post.setting, slug=slug)
    return Rendered(reply=compositions.composed(composition, values, post.setting))


@draws_post
async def trouble_told(post: Post) -> Rendered | None:
    """Tell organizers what keeps something back."""
    return Rendered(reply=failure_notice(post.delivery.payload["sentence"], post.setting))


@draws_post
async def own_reminder(post: Post) -> Rendered | None:
    """Remind somebody of what they asked to be reminded of."""
    payload, number = post.delivery.payload, post.delivery.id
    asked_by = None if post.is_for_members else payload.get("discord_id")
    reply = own_reminder_card(payload["text"], number, post.setting, asked_by=asked_by)
    return Rendered(reply=reply)


async def after_composition(
    _connection: AsyncConnection, delivery: Delivery, now: datetime
) -> list[Due]:
    """Return the publishing that an organizer asked for."""
    if not Composition.read(delivery.payload).publish:
        return []
    return [follow_up(delivery, Kind.PUBLISHING, now, pointless_after=now + timedelta(days=1))]
