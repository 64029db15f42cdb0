"""What the waitlist adds to Meridian."""

from bot.chat.help import MEMBER, Help
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.subject import Subject
from bot.waitlist import posts as market_pages

WAITLIST = Subject(
    name="waitlist",
    kinds=(
        PostKind(Kind.SWAP, draw=market_pages.swap_request),
        PostKind(Kind.OFFER, draw=market_pages.slot_offer),
        PostKind(Kind.LETTER, draw=market_pages.letter),
    ),
    guide=(
        Help("talk swap", MEMBER, "mine: kernel other: rings"),
        Help("talk standby", MEMBER, "series: Theory seminar"),
    ),
)
