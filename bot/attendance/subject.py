"""What attendance add to Meridian."""

from bot.domain.deliveries import Kind
from bot.outbox import meeting_pages
from bot.outbox.kinds import PostKind
from bot.subject import Subject

ATTENDANCE = Subject(
    name="attendance",
    cogs=("cogs.answering",),
    kinds=(PostKind(Kind.SEAT, draw=meeting_pages.seat_taken),),
)
