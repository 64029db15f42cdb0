"""What members' own calendars add to Meridian."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.busy import posts
from bot.busy import store as diaries
from bot.busy.service.calendars import BusyCalendarService
from bot.busy.service.rereading import Access
from bot.chat.help import MEMBER, Help
from bot.jobs import Job
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.people.model.changes import MemberLeft
from bot.storage.database import Store
from bot.storage.exports import exported, exported_through
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject


async def _forget_calendars(connection: AsyncConnection, left: MemberLeft) -> None:
    await diaries.delete_all_of(connection, left.member_id)


BUSY = Subject(
    name="busy",
    cogs=("cogs.busy",),
    kinds=(PostKind(Kind.UNREAD, draw=posts.unread_entries),),
    guide=(
        Help("me busy add", MEMBER, "me"),
        Help("me busy list", MEMBER, "me"),
        Help("me busy remove", MEMBER, "me", "calendar: Work"),
    ),
    exports=(
        exported("calendars", diaries.table.c.member_id, without=("sealed", "etag", "modified")),
        exported_through(
            "busy_times",
            diaries.busy_times.c.diary_id,
            diaries.table.c.id,
            diaries.table.c.member_id,
        ),
    ),
    holdings=(Holding(name="calendars", held=diaries.held),),
    services=(lambda parts: BusyCalendarService(parts[Store], parts.get(Access)),),
    hooks=lambda _parts: (Hook(MemberLeft, _forget_calendars),),
    jobs=lambda parts: (
        Job(
            name="read members' calendars",
            every=timedelta(minutes=5),
            run=lambda now: parts[BusyCalendarService].read_again(now=now),
        ),
    ),
)
