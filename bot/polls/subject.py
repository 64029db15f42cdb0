"""What polls add to Meridian."""

from bot.chat.help import MEMBER, Help
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.outbox.deliveries import Kind
from bot.outbox.kinds import PostKind
from bot.people.model.changes import MemberLeft
from bot.polls import posts as poll_pages
from bot.polls import store
from bot.polls.service.departures import go_on_without
from bot.polls.service.polls import PollService
from bot.storage.database import Store
from bot.storage.exports import exported, exported_through
from bot.storage.holdings import Holding
from bot.storage.hooks import Hook
from bot.subject import Subject

POLLS = Subject(
    name="polls",
    cogs=("cogs.polls.creation", "cogs.polls.voting"),
    kinds=(
        PostKind(Kind.POLL, draw=poll_pages.poll_put, stands=True),
        PostKind(Kind.POLL_NUDGE, draw=poll_pages.poll_nudge),
        PostKind(Kind.POLL_RESULT, draw=poll_pages.poll_result),
    ),
    guide=(Help("meeting poll", MEMBER, "find", "title: Grant meeting minutes: 90"),),
    exports=(
        exported("polls", store.table.c.made_by),
        exported("poll_invitations", store.invitations.c.member_id),
        exported("votes", store.votes.c.member_id),
        exported_through(
            "voted_times",
            store.candidates.c.id,
            store.votes.c.candidate_id,
            store.votes.c.member_id,
        ),
    ),
    holdings=(Holding(name="polls", held=store.held),),
    hooks=lambda _parts: (Hook(MemberLeft, go_on_without),),
    services=(lambda parts: PollService(parts[Store], parts[OneOffMeetingService]),),
)
