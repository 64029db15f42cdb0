"""What the guestbook adds to Meridian."""

from datetime import timedelta

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.help import MEMBER, Help, Task
from bot.chat.replies import Reply
from bot.core.parts import Parts
from bot.jobs import Job
from bot.outbox.drawing import DrawRequest, Rendered
from bot.outbox.kinds import PostKind
from bot.people.model.changes import MemberLeft
from bot.storage.database import Store
from bot.storage.expiry import Expiry
from bot.storage.exports import exported
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject
from tests.guestbook import store
from tests.guestbook.service import THANKS, Guestbook


class Page:
    """The guestbook on the web."""

    def __init__(self, guestbook: Guestbook) -> None:
        self._guestbook = guestbook

    async def answer(self, request: web.BaseRequest) -> web.Response | None:
        """Show all entries at /guestbook."""
        if request.raw_path != "/guestbook":
            return None
        return web.Response(text=" / ".join(await self._guestbook.texts()))


async def thank(asked: DrawRequest) -> Rendered:
    """Thank for an entry."""
    return Rendered(reply=Reply(text=f"Thank you for “{asked.delivery.payload['text']}”."))


async def forget(connection: AsyncConnection, left: MemberLeft) -> None:
    """Remove what a member wrote who left."""
    await store.remove_of(connection, left.member_id)


def jobs(parts: Parts) -> tuple[Job, ...]:
    """Return the job that counts the entries."""
    count = parts[Guestbook].count
    return (Job(name="count entries", every=timedelta(days=1), run=lambda _now: count()),)


GUESTBOOK = Subject(
    name="guestbook",
    cogs=("tests.guestbook.cog",),
    kinds=(PostKind(THANKS, draw=thank),),
    guide=(Help("guestbook", MEMBER, "guestbook", "text: What a talk!"),),
    tasks=(
        Task(
            name="guestbook",
            place=99,
            wish="Write in the guestbook",
            command="guestbook",
            sentence="Everybody can read it.",
        ),
    ),
    holdings=(Holding(name="entries", held=store.held),),
    services=(lambda parts: Guestbook(parts[Store]),),
    starts=(lambda parts, _now: parts[Guestbook].open(),),
    hooks=lambda _parts: (Hook(MemberLeft, forget),),
    after_commit=lambda parts: (parts[Guestbook].wake,),
    jobs=jobs,
    pages=(lambda parts: Page(parts[Guestbook]),),
    expiries=(Expiry(name="entries", keep=timedelta(days=30), remove=store.remove_older),),
    exports=(exported("guestbook", store.entries.c.member_id),),
)
