"""A poll read back before it is posted."""

from collections.abc import Sequence

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.polls.cards.candidates import candidate_times, closures_at
from bot.polls.model.questions import Proposal
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site


def proposal_reply(
    proposal: Proposal, *, zone: str, sites: Sequence[Site], channel_id: int, draft_id: int
) -> Reply:
    """Return the proposed poll with every time at every site, to be confirmed."""
    entries = []
    times = candidate_times(proposal.starts, zone=zone, sites=sites)
    for number, (when, start) in enumerate(zip(times, proposal.starts, strict=True), start=1):
        closures = closures_at(start, proposal.minutes, sites)
        entries.append(f"`{number:2}` {when}\n{closures}".strip())
    asked = ", ".join(escape(member.display_name) for member in proposal.asked)
    shown = card(
        f"🗳️ {escape(proposal.title)}",
        "\n\n".join(entries),
        fields=(
            (_("Open until"), moment(proposal.deadline, zone=zone, sites=sites)),
            (_("People who get a reminder"), cut(asked, 1000)),
            (_("Channel"), f"<#{channel_id}>"),
        ),
        footer=_("{minutes} minutes", minutes=proposal.minutes),
    )
    return Reply(
        text=_("Nothing is posted yet. Please check these times and confirm."),
        cards=(shown,),
        buttons=_buttons(draft_id),
    )


def _buttons(draft_id: int) -> tuple[Button, ...]:
    return (
        Button(
            label=_("Post the poll"),
            id=custom_id("poll-put", draft_id),
            style=discord.ButtonStyle.success,
        ),
        Button(label=_("Edit"), id=custom_id("poll-edit", draft_id)),
        Button(
            label=_("Discard"),
            id=custom_id("poll-discard", draft_id),
            style=discord.ButtonStyle.danger,
        ),
    )
