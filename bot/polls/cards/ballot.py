"""A member's own ballot: each time on their clock, with their vote."""

from collections.abc import Sequence

import discord

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.polls.cards.candidates import LABELS, SQUARES, candidate_times
from bot.polls.model.polls import Candidate, Poll, Vote, Votes
from bot.sites.model.sites import Site

ROWS = 4  # candidates on one page of a ballot, a row of buttons each
STYLES = {
    Vote.YES: discord.ButtonStyle.success,
    Vote.IF_NEED_BE: discord.ButtonStyle.primary,
    Vote.NO: discord.ButtonStyle.danger,
}


def ballot_reply(
    poll: Poll, votes: Votes, member_id: int, *, zone: str, sites: Sequence[Site], page: int = 1
) -> Reply:
    """Return a page of a member's ballot."""
    pages = -(-len(poll.candidates) // ROWS)
    page = max(1, min(page, pages))
    numbered = list(enumerate(poll.candidates, start=1))[(page - 1) * ROWS : page * ROWS]
    times = candidate_times([one.start for _number, one in numbered], zone=zone, sites=sites)
    entries = [
        f"`{number:2}` {when}\n{_vote_text(votes.get((candidate.id, member_id)))}"
        for when, (number, candidate) in zip(times, numbered, strict=True)
    ]
    buttons = [
        _choice(number, candidate, vote, votes.get((candidate.id, member_id)), page, row=row)
        for row, (number, candidate) in enumerate(numbered)
        for vote in Vote
    ]
    shown = card(
        _("Your answer: {title}", title=escape(poll.title)),
        "\n\n".join(entries),
        footer=_("Each click is saved at once. You can change it until the poll closes."),
    )
    return Reply(cards=(shown,), buttons=[*buttons, *_page_buttons(poll, page, pages)])


def _vote_text(vote: Vote | None) -> str:
    return f"{SQUARES[vote]} {LABELS[vote]}" if vote else _("not answered yet")


def _choice(
    number: int, candidate: Candidate, vote: Vote, chosen: Vote | None, page: int, *, row: int
) -> Button:
    order = list(Vote).index(vote)
    return Button(
        label=f"{number} {LABELS[vote]}",
        id=custom_id("poll-vote", candidate.id, order, page),
        style=STYLES[vote] if vote is chosen else discord.ButtonStyle.secondary,
        row=row,
    )


def _page_buttons(poll: Poll, page: int, pages: int) -> list[Button]:
    turns = [(page - 1, _("◀ Earlier")), (page + 1, _("Later ▶"))]
    return [
        Button(label=label, id=custom_id("poll-page", poll.id, to), row=ROWS)
        for to, label in turns
        if 1 <= to <= pages
    ]
