"""Polls as Discord shows them: the question with its counts, a ballot, and what is told of both."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import discord

from bot.chat.markdown import cut, escape, levelled
from bot.chat.replies import Button, Reply, card, custom_id
from bot.people.model.members import Member
from bot.polls.model import Candidate, Poll, Proposal, Tally, Vote, Votes, tallies, voters, winner
from bot.programme.cards.announcements import Setting
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.sites.model.site_time_status import closed_sites, statuses_text
from bot.sites.model.sites import Site

OPEN, OVER = 0x3B6EA5, 0x6B7280
BAR = 10  # squares
# Characters of a card: of all its times together, and of what is closed at each.
MOMENTS, CLOSURES = 2400, 90
ROWS = 4  # candidates on one page of a ballot, a row of buttons each
SQUARES = {Vote.YES: "🟩", Vote.IF_NEED_BE: "🟨", Vote.NO: "🟥"}
LABELS = {Vote.YES: "yes", Vote.IF_NEED_BE: "if need be", Vote.NO: "no"}
STYLES = {
    Vote.YES: discord.ButtonStyle.success,
    Vote.IF_NEED_BE: discord.ButtonStyle.primary,
    Vote.NO: discord.ButtonStyle.danger,
}


def poll_message(poll: Poll, votes: Votes, setting: Setting, *, now: datetime) -> Reply:
    """Return what stands in the channel: each time with its counts, and until when it is open."""
    counted = tallies(poll, votes)
    best = None if poll.is_open(now) else winner(counted)
    starts = [tally.candidate.start for tally in counted]
    told = _moments(starts, zone=setting.zone, sites=setting.sites)
    entries = [
        _entry(f"`{number:2}` {when}", tally, poll, setting, is_best=tally == best)
        for number, (when, tally) in enumerate(zip(told, counted, strict=True), start=1)
    ]
    shown = card(
        f"🗳️ {escape(poll.title)}",
        "\n\n".join([_state(poll, setting, now=now), *entries]),
        footer=f"{poll.minutes} minutes · {_people(len(voters(votes)))} answered",
        colour=OPEN if poll.is_open(now) else OVER,
    )
    return Reply(cards=(shown,), buttons=_buttons(poll, setting, now=now))


def _state(poll: Poll, setting: Setting, *, now: datetime) -> str:
    if poll.series_id is not None:
        return "Closed: a meeting was made of it."
    told = wall_text(poll.ends, zone=setting.zone, sites=setting.sites)
    if poll.is_open(now):
        return f"Which times suit you? Open until {told} ({stamp(poll.ends, 'R')})."
    return f"Closed since {told}."


def _moments(starts: Sequence[datetime], *, zone: str, sites: Sequence[Site]) -> list[str]:
    """Return times at every site, so that all of them have room in one card."""
    return levelled([moment(start, zone=zone, sites=sites) for start in starts], MOMENTS)


def _entry(when: str, tally: Tally, poll: Poll, setting: Setting, *, is_best: bool) -> str:
    counts = f"{tally.yes} yes, {tally.if_need_be} if need be, {tally.no} no"
    lines = [
        f"{'🏆 ' if is_best else ''}{when}",
        f"{_bar(tally)} {counts}".strip(),
        _closures(tally.candidate.start, poll.minutes, setting.sites),
    ]
    return "\n".join(line for line in lines if line)


def _bar(tally: Tally) -> str:
    """Return squares in the proportion of the votes, at most ten."""
    said = [
        (Vote.YES, tally.yes),
        (Vote.IF_NEED_BE, tally.if_need_be),
        (Vote.NO, tally.no),
    ]
    total = sum(count for _, count in said)
    scale = min(1.0, BAR / total) if total else 0
    return "".join(SQUARES[vote] * (round(count * scale) or bool(count)) for vote, count in said)


def _closures(start: datetime, minutes: int, sites: Sequence[Site]) -> str:
    told = closed_sites(sites, start, start + timedelta(minutes=minutes))
    return f"⚠️ {cut(escape(statuses_text(told)), CLOSURES)}" if told else ""


def _buttons(poll: Poll, setting: Setting, *, now: datetime) -> tuple[Button, ...]:
    marker = setting.marker
    who = Button(label="Who said what?", id=custom_id("poll-who", poll.id, marker))
    if poll.is_open(now):
        mine = Button(
            label="Answer",
            id=custom_id("poll-answer", poll.id, marker),
            style=discord.ButtonStyle.success,
        )
        return (mine, who, Button(label="Close", id=custom_id("poll-close", poll.id, marker)))
    if poll.series_id is not None:
        return (who,)
    make = Button(
        label="Make it a meeting",
        id=custom_id("poll-meeting", poll.id, marker),
        style=discord.ButtonStyle.success,
    )
    return (make, who)


def ballot_reply(
    poll: Poll, votes: Votes, member_id: int, *, zone: str, sites: Sequence[Site], page: int = 1
) -> Reply:
    """Return a member's own ballot: each time in their own clock, with what they said of it."""
    pages = -(-len(poll.candidates) // ROWS)
    page = max(1, min(page, pages))
    numbered = list(enumerate(poll.candidates, start=1))[(page - 1) * ROWS : page * ROWS]
    told = _moments([candidate.start for _, candidate in numbered], zone=zone, sites=sites)
    entries = [
        f"`{number:2}` {when}\n{_said(votes.get((candidate.id, member_id)))}"
        for when, (number, candidate) in zip(told, numbered, strict=True)
    ]
    buttons = [
        _choice(number, candidate, vote, votes.get((candidate.id, member_id)), page, row=row)
        for row, (number, candidate) in enumerate(numbered)
        for vote in Vote
    ]
    turns = [(page - 1, "◀ Earlier"), (page + 1, "Later ▶")]
    buttons += [
        Button(label=label, id=custom_id("poll-page", poll.id, to), row=ROWS)
        for to, label in turns
        if 1 <= to <= pages
    ]
    shown = card(
        f"Your answer: {escape(poll.title)}",
        "\n\n".join(entries),
        footer="Each click is kept at once, and can be changed until the poll closes.",
    )
    return Reply(cards=(shown,), buttons=buttons)


def _said(vote: Vote | None) -> str:
    return f"{SQUARES[vote]} {LABELS[vote]}" if vote else "not answered yet"


def _choice(
    number: int, candidate: Candidate, vote: Vote, said: Vote | None, page: int, *, row: int
) -> Button:
    order = list(Vote).index(vote)
    return Button(
        label=f"{number} {LABELS[vote]}",
        id=custom_id("poll-vote", candidate.id, order, page),
        style=STYLES[vote] if vote is said else discord.ButtonStyle.secondary,
        row=row,
    )


def names_reply(
    poll: Poll, votes: Votes, known: Mapping[int, Member], *, zone: str, sites: Sequence[Site]
) -> Reply:
    """Return who said what of each time, by name, and who was asked and has not answered."""
    fields = []
    for number, candidate in enumerate(poll.candidates, start=1):
        when = wall_text(candidate.start, zone=zone, sites=sites)
        told = [
            f"{SQUARES[vote]} {_names(votes, known, candidate, vote)}"
            for vote in Vote
            if _names(votes, known, candidate, vote)
        ]
        fields.append((f"{number} · {when}", cut("\n".join(told) or "nobody yet", 1000)))
    silent = [known[one].display_name for one in sorted(poll.asked - voters(votes)) if one in known]
    if silent:
        fields.append(("Not answered yet", cut(", ".join(map(escape, silent)), 1000)))
    return Reply(cards=(card(f"Who said what: {escape(poll.title)}", fields=fields),))


def _names(votes: Votes, known: Mapping[int, Member], candidate: Candidate, vote: Vote) -> str:
    said = [
        member_id
        for (candidate_id, member_id), one in votes.items()
        if candidate_id == candidate.id and one is vote
    ]
    return ", ".join(escape(known[one].display_name) for one in said if one in known)


def proposal_reply(
    proposal: Proposal, *, zone: str, sites: Sequence[Site], channel_id: int, draft_id: int
) -> Reply:
    """Return the poll that would be put, read back at every site, to be confirmed."""
    entries = []
    told = _moments(proposal.starts, zone=zone, sites=sites)
    for number, (when, start) in enumerate(zip(told, proposal.starts, strict=True), start=1):
        shut = _closures(start, proposal.minutes, sites)
        entries.append(f"`{number:2}` {when}\n{shut}".strip())
    asked = ", ".join(escape(member.display_name) for member in proposal.asked)
    until = moment(proposal.deadline, zone=zone, sites=sites)
    shown = card(
        f"🗳️ {escape(proposal.title)}",
        "\n\n".join(entries),
        fields=(
            ("Open until", until),
            ("Asked by name, and reminded", cut(asked, 1000)),
            ("In", f"<#{channel_id}>"),
        ),
        footer=f"{proposal.minutes} minutes",
    )
    return Reply(
        text="Nothing is posted yet. Please look at these times and confirm.",
        cards=(shown,),
        buttons=(
            Button(
                label="Post the poll",
                id=custom_id("poll-put", draft_id),
                style=discord.ButtonStyle.success,
            ),
            Button(label="Edit", id=custom_id("poll-edit", draft_id)),
            Button(
                label="Discard",
                id=custom_id("poll-discard", draft_id),
                style=discord.ButtonStyle.danger,
            ),
        ),
    )


def nudge_letter(poll: Poll, setting: Setting) -> Reply:
    """Return what reminds a member of a poll that they have not answered."""
    told = wall_text(poll.deadline, zone=setting.zone, sites=setting.sites)
    answer = Button(
        label="Answer",
        id=custom_id("poll-answer", poll.id, setting.marker),
        style=discord.ButtonStyle.success,
    )
    return Reply(
        text=(
            f"🗳️ **{escape(poll.title)}** still waits for your answer: which times suit you? "
            f"It closes {told} ({stamp(poll.deadline, 'R')})."
        ),
        buttons=(answer,),
    )


def result_letter(poll: Poll, votes: Votes, setting: Setting, *, now: datetime) -> Reply:
    """Return what tells who put a poll that it is over, or that everybody has answered."""
    best = winner(tallies(poll, votes))
    text = "Everybody has answered" if poll.is_open(now) else "The poll is closed"
    lines = [f"🗳️ {text}: **{escape(poll.title)}**."]
    if best is None:
        lines.append("Nobody can come at any of the times.")
    else:
        lines.append(f"Most can come here ({best.yes} yes, {best.if_need_be} if need be):")
        lines.append(moment(best.candidate.start, zone=setting.zone, sites=setting.sites))
    who = Button(label="Who said what?", id=custom_id("poll-who", poll.id, setting.marker))
    make = Button(label="Make it a meeting", id=custom_id("poll-meeting", poll.id, setting.marker))
    return Reply(text="\n".join(lines), buttons=(make, who) if best else (who,))


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"
