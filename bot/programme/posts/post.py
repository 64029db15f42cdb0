"""A post: a delivery together with the collaboration and the sites that it is drawn for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.replies import Reply
from bot.outbox.deliveries import Delivery, number_in
from bot.outbox.drawing import Draw, DrawRequest, Rendered
from bot.programme.cards.setting import Setting
from bot.programme.model.outlines import Outline
from bot.programme.model.reminders import ReminderSchedule
from bot.programme.service.schedules import schedules_of
from bot.servers.service.directory import collaboration_of, sites_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A delivery with what it takes to draw it."""

    connection: AsyncConnection
    delivery: Delivery
    setting: Setting
    schedules: Mapping[int, ReminderSchedule]  # of series by id; the usual one is left out
    now: datetime

    @property
    def is_sent(self) -> bool:
        """Whether it was sent already, and is only kept up to date now."""
        return self.delivery.sent_at is not None

    @property
    def is_for_members(self) -> bool:
        """Whether only one member reads it."""
        return number_in(self.delivery.target, "member") is not None

    def before(self) -> Outline | None:
        """Return the meeting as the post showed it when it was first sent."""
        said = self.delivery.payload.get("said") or self.delivery.payload.get("before")
        return Outline.read(said) if said else None

    def rendered(self, reply: Reply, said: Outline) -> Rendered:
        """Return what is drawn; the outline of the first time is kept to tell changes from."""
        return Rendered(reply=reply, remembered={} if self.is_sent else {"said": said.kept()})


def draws_post(draw: Callable[[Post], Awaitable[Rendered | None]]) -> Draw:
    """Read a delivery's collaboration and sites, and draw the delivery as a post."""

    @wraps(draw)
    async def drawn(request: DrawRequest) -> Rendered | None:
        collaboration_id = request.delivery.collaboration_id
        collaboration = await collaboration_of(request.store, collaboration_id)
        assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
        setting = Setting(
            collaboration=collaboration,
            sites=await sites_of(request.store, collaboration.id),
            links=request.links,
            marker=request.marker,
        )
        schedules = await schedules_of(request.store, collaboration.id)
        async with request.store.read() as connection:
            post = Post(
                connection=connection,
                delivery=request.delivery,
                setting=setting,
                schedules=schedules,
                now=request.now,
            )
            return await draw(post)

    return drawn
