"""The post of a poll: every time with its votes, and the deadline."""

from datetime import datetime

import discord

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.polls.cards.candidates import SQUARES, candidate_times, closures_at, votes_button
from bot.polls.model.polls import Poll, Vote, Votes, voters
from bot.polls.model.tallies import Tally, tallies, winner
from bot.programme.cards.setting import Setting
from bot.sites.cards.time_text import stamp, wall_text

OPEN, OVER = 0x3B6EA5, 0x6B7280
BAR = 10  # squares


def poll_message(poll: Poll, votes: Votes, setting: Setting, *, now: datetime) -> Reply:
    """Return the post in the channel."""
    counted = tallies(poll, votes)
    best = None if poll.is_open(now) else winner(counted)
    starts = [tally.candidate.start for tally in counted]
    times = candidate_times(starts, zone=setting.zone, sites=setting.sites)
    entries = [
        _entry(f"`{number:2}` {when}", tally, poll, setting, is_best=tally == best)
        for number, (when, tally) in enumerate(zip(times, counted, strict=True), start=1)
    ]
    shown = card(
        f"🗳️ {escape(poll.title)}",
        "\n\n".join([_state(poll, setting, now=now), *_without(poll, now=now), *entries]),
        footer=_(
            "{minutes} minutes · {count} person answered",
            plural="{minutes} minutes · {count} people answered",
            count=len(voters(votes)),
            minutes=poll.minutes,
        ),
        colour=OPEN if poll.is_open(now) else OVER,
    )
    return Reply(cards=(shown,), buttons=_buttons(poll, setting, now=now))


def _state(poll: Poll, setting: Setting, *, now: datetime) -> str:
    if poll.series_id is not None:
        return _("This poll is closed. It became a meeting.")
    when = wall_text(poll.ends, zone=setting.zone, sites=setting.sites)
    if poll.is_open(now):
        return _(
            "Which times suit you? You can answer until {time} ({countdown}).",
            time=when,
            countdown=stamp(poll.ends, "R"),
        )
    return _("This poll closed {time}.", time=when)


def _without(poll: Poll, *, now: datetime) -> tuple[str, ...]:
    """Say that nobody waits for those who were asked and have left."""
    if not poll.gone or not poll.is_open(now):
        return ()
    sentence = _(
        "{count} person who was asked has left the server; nobody waits for them.",
        plural="{count} people who were asked have left the server; nobody waits for them.",
        count=len(poll.gone),
    )
    return (sentence,)


def _entry(when: str, tally: Tally, poll: Poll, setting: Setting, *, is_best: bool) -> str:
    counts = _(
        "{yes} yes, {if_need_be} if need be, {no} no",
        yes=tally.yes,
        if_need_be=tally.if_need_be,
        no=tally.no,
    )
    lines = [
        f"{'🏆 ' if is_best else ''}{when}",
        f"{_bar(tally)} {counts}".strip(),
        closures_at(tally.candidate.start, poll.minutes, setting.sites),
    ]
    return "\n".join(line for line in lines if line)


def _bar(tally: Tally) -> str:
    """Return squares in proportion to the votes, at most ten."""
    counts = [(Vote.YES, tally.yes), (Vote.IF_NEED_BE, tally.if_need_be), (Vote.NO, tally.no)]
    total = sum(count for _vote, count in counts)
    scale = min(1.0, BAR / total) if total else 0
    return "".join(SQUARES[vote] * (round(count * scale) or bool(count)) for vote, count in counts)


def _buttons(poll: Poll, setting: Setting, *, now: datetime) -> tuple[Button, ...]:
    marker = setting.marker
    who = votes_button(poll.id, marker)
    if poll.is_open(now):
        answer = Button(
            label=_("Answer"),
            id=custom_id("poll-answer", poll.id, marker),
            style=discord.ButtonStyle.success,
        )
        return (answer, who, Button(label=_("Close"), id=custom_id("poll-close", poll.id, marker)))
    if poll.series_id is not None:
        return (who,)
    make = Button(
        label=_("Make it a meeting"),
        id=custom_id("poll-meeting", poll.id, marker),
        style=discord.ButtonStyle.success,
    )
    return (make, who)
