"""Everyone's votes by name."""

from collections.abc import Mapping, Sequence

from bot.chat.markdown import cut, escape
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.people.model.members import Member
from bot.polls.cards.candidates import SQUARES
from bot.polls.model.polls import Candidate, Poll, Vote, Votes, voters
from bot.sites.cards.time_text import wall_text
from bot.sites.model.sites import Site

FIELD = 1000  # characters


def names_reply(
    poll: Poll, votes: Votes, known: Mapping[int, Member], *, zone: str, sites: Sequence[Site]
) -> Reply:
    """Return who voted what for each time, and who was asked and has not answered."""
    fields = []
    for number, candidate in enumerate(poll.candidates, start=1):
        when = wall_text(candidate.start, zone=zone, sites=sites)
        lines = [
            f"{SQUARES[vote]} {names}"
            for vote in Vote
            if (names := _names(votes, known, candidate, vote))
        ]
        fields.append((f"{number} · {when}", cut("\n".join(lines) or _("nobody yet"), FIELD)))
    for label, missing in (
        (_("Not answered yet"), poll.awaited - voters(votes)),
        (_("Have left, so nobody waits for them"), poll.gone),
    ):
        listed = [known[one].display_name for one in sorted(missing) if one in known]
        if listed:
            fields.append((label, cut(", ".join(map(escape, listed)), FIELD)))
    title = _("Who said what: {title}", title=escape(poll.title))
    return Reply(cards=(card(title, fields=fields),))


def _names(votes: Votes, known: Mapping[int, Member], candidate: Candidate, vote: Vote) -> str:
    voted = [
        member_id
        for (candidate_id, member_id), one in votes.items()
        if candidate_id == candidate.id and one is vote
    ]
    return ", ".join(escape(known[one].display_name) for one in voted if one in known)
