"""What feeds add to Meridian."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.help import MEMBER, PUBLIC, Help, Task
from bot.core.translation import _
from bot.feeds import store as subscriptions
from bot.feeds.service import SubscriptionService
from bot.jobs import Job
from bot.people.model.changes import MemberLeft
from bot.servers.model.changes import CollaborationEnds
from bot.servers.store import tombstones
from bot.storage.database import Store
from bot.storage.exports import exported
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject
from bot.web.server import Web


async def _revoke(connection: AsyncConnection, left: MemberLeft) -> None:
    await subscriptions.revoke_all_of(connection, left.member_id, now=left.now)


async def _bury_links(connection: AsyncConnection, ends: CollaborationEnds) -> None:
    """Leave tombstones of private links, which say for years that their calendars have ended."""
    digests = await subscriptions.digests_in(connection, ends.collaboration_id)
    await tombstones.put(connection, digests, now=ends.now)


FEEDS = Subject(
    name="feeds",
    cogs=("cogs.feeds",),
    tasks=(
        Task(
            name="calendar",
            place=7,
            wish=_("Subscribe in your calendar"),
            command="calendar subscribe",
            sentence=_("Meetings show up in your calendar and stay up to date."),
        ),
    ),
    guide=(
        Help("calendar subscribe", PUBLIC, "calendar", "app: Google"),
        Help("calendar links", MEMBER, "calendar"),
        Help("calendar revoke", MEMBER, "calendar", "link: Google"),
    ),
    exports=(
        exported("calendar_links", subscriptions.table.c.member_id, without=("token_digest",)),
    ),
    holdings=(Holding(name="feeds", held=subscriptions.held),),
    services=(lambda parts: SubscriptionService(parts[Store]),),
    jobs=lambda parts: (
        Job(
            name="note uses of feeds",
            every=timedelta(hours=1),
            run=parts[Web].feeds.tokens.flush_uses,
        ),
    ),
    hooks=lambda _parts: (Hook(MemberLeft, _revoke), Hook(CollaborationEnds, _bury_links)),
)
