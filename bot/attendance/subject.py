"""What attendance adds to Meridian."""

from bot.attendance import posts
from bot.attendance.service.answers import AnswerService
from bot.attendance.service.seats import give_up_all
from bot.attendance.store import answers, seats
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.people.model.changes import MemberLeft
from bot.programme.service.publication import Publisher
from bot.storage.database import Store
from bot.storage.exports import exported
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject

ATTENDANCE = Subject(
    name="attendance",
    cogs=("cogs.attendance",),
    kinds=(PostKind(Kind.SEAT, draw=posts.seat_taken),),
    exports=(
        exported("answers", answers.table.c.member_id),
        exported("seats", seats.table.c.member_id),
    ),
    holdings=(Holding(name="seats", held=seats.held),),
    services=(lambda parts: AnswerService(parts[Store], parts[Publisher]),),
    hooks=lambda _parts: (
        Hook(
            MemberLeft,
            lambda connection, left: give_up_all(connection, left.member_id, now=left.now),
        ),
    ),
)
