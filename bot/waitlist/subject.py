"""What the waitlist adds to Meridian."""

from datetime import timedelta

from bot.chat.help import MEMBER, Help
from bot.jobs import Job
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.people.model.changes import MemberLeft
from bot.programme.service.publication import Publisher
from bot.storage.database import Store
from bot.storage.exports import exported
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject
from bot.waitlist import posts as market_pages
from bot.waitlist import store
from bot.waitlist.service.departures import pass_on
from bot.waitlist.service.offers import offer_on
from bot.waitlist.service.swaps import WaitlistService

WAITLIST = Subject(
    name="waitlist",
    cogs=("cogs.waitlist",),
    kinds=(
        PostKind(Kind.SWAP, draw=market_pages.swap_request),
        PostKind(Kind.OFFER, draw=market_pages.slot_offer),
        PostKind(Kind.LETTER, draw=market_pages.letter),
    ),
    guide=(
        Help("talk swap", MEMBER, "talk", "mine: kernel other: rings"),
        Help("talk standby", MEMBER, "talk", "series: Theory seminar"),
    ),
    exports=(
        exported("standbys", store.standbys.c.member_id),
        exported("offers", store.offers.c.member_id),
        exported("swaps", store.swaps.c.asked_by),
    ),
    holdings=(Holding(name="line", held=store.held),),
    hooks=lambda _parts: (Hook(MemberLeft, pass_on),),
    services=(lambda parts: WaitlistService(parts[Store], parts[Publisher]),),
    jobs=lambda parts: (
        Job(
            name="hand offers on",
            every=timedelta(minutes=10),
            run=lambda now: offer_on(parts[Store], now=now),
        ),
    ),
)
