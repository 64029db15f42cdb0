"""What attendance adds to Meridian."""

from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.programme.posts import meetings as meeting_pages
from bot.subject import Subject

ATTENDANCE = Subject(
    name="attendance",
    cogs=("cogs.attendance",),
    kinds=(PostKind(Kind.SEAT, draw=meeting_pages.seat_taken),),
)
