"""The private messages of a poll: the reminder to answer, and the result."""

from datetime import datetime

import discord

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.polls.cards.candidates import votes_button
from bot.polls.model.polls import Poll, Votes
from bot.polls.model.tallies import tallies, winner
from bot.programme.cards.setting import Setting
from bot.sites.cards.time_text import moment, stamp, wall_text


def nudge_letter(poll: Poll, setting: Setting) -> Reply:
    """Return the reminder for a member who has not answered."""
    answer = Button(
        label=_("Answer"),
        id=custom_id("poll-answer", poll.id, setting.marker),
        style=discord.ButtonStyle.success,
    )
    return Reply(
        text=_(
            "🗳️ You haven't answered the poll **{title}** yet. Which times suit you? "
            "It closes {time} ({countdown}).",
            title=escape(poll.title),
            time=wall_text(poll.deadline, zone=setting.zone, sites=setting.sites),
            countdown=stamp(poll.deadline, "R"),
        ),
        buttons=(answer,),
    )


def result_letter(poll: Poll, votes: Votes, setting: Setting, *, now: datetime) -> Reply:
    """Tell the author that the poll has closed, or that everyone has answered."""
    best = winner(tallies(poll, votes))
    title = escape(poll.title)
    lines = [
        _("🗳️ Everyone has answered **{title}**.", title=title)
        if poll.is_open(now)
        else _("🗳️ The poll **{title}** has closed.", title=title)
    ]
    if best is None:
        lines.append(_("Nobody can come at any of these times."))
    else:
        lines.append(
            _(
                "Most people can come at this time ({yes} yes, {if_need_be} if need be):",
                yes=best.yes,
                if_need_be=best.if_need_be,
            )
        )
        lines.append(moment(best.candidate.start, zone=setting.zone, sites=setting.sites))
    who = votes_button(poll.id, setting.marker)
    make = Button(
        label=_("Make it a meeting"), id=custom_id("poll-meeting", poll.id, setting.marker)
    )
    return Reply(text="\n".join(lines), buttons=(make, who) if best else (who,))
