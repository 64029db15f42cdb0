"""Turns a typed question into the poll that it proposes."""

from collections.abc import Sequence
from datetime import datetime

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.meetings.model.named_people import people_named
from bot.people.model.members import Member
from bot.polls.model.questions import (
    Proposal,
    Question,
    require_candidates,
    require_deadline,
    require_one_length,
    usual_deadline,
)
from bot.sites.model.sites import Site
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.typed_times.time_parser import read_sure_time
from bot.times.zoned_time import zoned_time_at

SHOWN = 4  # readings of an ambiguous time


def proposal_of(
    question: Question,
    here: Sequence[Member],
    *,
    zone: str,
    sites: Sequence[Site],
    now: datetime,
) -> Proposal:
    """Return the poll that a question proposes; refuse what cannot be posted."""
    typed = [line.strip() for line in question.times.splitlines() if line.strip()]
    read = [_read(line, zone, sites, now=now) for line in typed]
    starts = require_candidates([one.moment.instant for one in read], now=now)
    deadline = (
        _deadline(question.deadline, zone, sites, now=now)
        if question.deadline.strip()
        else usual_deadline(starts, zone=zone, now=now)
    )
    return Proposal(
        title=text.required_line(question.title, most=100, what=_("The title")),
        minutes=require_one_length(
            question.minutes, {one.minutes for one in read if one.minutes is not None}
        ),
        starts=tuple(starts),
        deadline=require_deadline(deadline, starts, now=now),
        asked=_asked(question, here),
        with_ends=not question.minutes and any(one.minutes for one in read),
    )


def typed_times(starts: Sequence[datetime], zone: str, *, minutes: int | None = None) -> str:
    """Return times as they are typed into the form of a poll, one a line, with ends if told."""
    moments = (zoned_time_at(start, zone) for start in starts)
    return "\n".join(TypedTime(moment=moment, minutes=minutes).typed for moment in moments)


def _deadline(line: str, zone: str, sites: Sequence[Site], *, now: datetime) -> datetime:
    return _read(line, zone, sites, now=now).without_end().moment.instant


def _read(line: str, zone: str, sites: Sequence[Site], *, now: datetime) -> TypedTime:
    """Return what a line means; refuse one that can mean several times, with all of them."""
    try:
        return read_sure_time(line, now=now, zone=zone, sites=sites)
    except AmbiguousTime as asked:
        message = _(
            "“{text}” can mean more than one time. Please type {choices} instead.",
            text=line[:60],
            choices=_(" or ").join(f"“{reading.typed}”" for reading in asked.readings[:SHOWN]),
        )
        raise Refusal(message) from None
    except Refusal as refusal:
        message = _("“{text}”: {reason}", text=line[:60], reason=refusal)
        raise Refusal(message) from None


def _asked(question: Question, here: Sequence[Member]) -> tuple[Member, ...]:
    """Return who is asked by name: those typed, and those that another command has found."""
    found = [one for one in here if one.id in question.member_ids and one.left_at is None]
    both = (*people_named(question.people, here), *found)
    return tuple({member.id: member for member in both}.values())
