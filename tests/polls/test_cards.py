"""Polls at twenty-five sites with long names: within Discord's limits, and no time is lost."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.replies import Reply
from bot.core.web_addresses import Links
from bot.people.model.members import Member
from bot.polls.cards.ballot import ballot_reply
from bot.polls.cards.poll import poll_message
from bot.polls.cards.proposal import proposal_reply
from bot.polls.cards.votes import names_reply
from bot.polls.model.polls import Candidate, Poll, Vote
from bot.polls.model.questions import Proposal
from bot.programme.cards.setting import Setting
from bot.servers.model.collaborations import Collaboration
from bot.sites.model.sites import Site
from bot.times.zones import zone_names
from tests.worlds import NOW, first_sites

ZONES = sorted(zone for zone in zone_names() if zone.startswith("America/"))[::6]
TIMES = 10


@pytest.fixture
def sites() -> list[Site]:
    eight = first_sites()
    return [
        replace(eight[n % 8], id=n + 1, position=n, zone=ZONES[n], city=f"{n:02} {'City_' * 11}")
        for n in range(25)
    ]


@pytest.fixture
def poll() -> Poll:
    return Poll(
        id=1,
        collaboration_id=1,
        title="T" * 100,
        minutes=60,
        channel_id=5,
        made_by=1,
        asked=frozenset(range(1, 201)),
        deadline=NOW + timedelta(days=1),
        closed_at=None,
        series_id=None,
        candidates=tuple(
            Candidate(id=n, start=NOW + timedelta(days=n)) for n in range(2, 2 + TIMES)
        ),
    )


def numbers(reply: Reply) -> list[int]:
    """Return which times are shown, by number, each with its stamp."""
    text = reply.cards[0].description or ""
    assert len(text) <= 4096
    assert text.count("<t:") >= TIMES or len(reply.buttons) > 3
    return [int(number) for number in re.findall(r"^`([ \d]\d)` \*\*", text, re.MULTILINE)]


def test_the_post_shows_every_time_with_its_counts(poll: Poll, sites: list[Site]) -> None:
    setting = Setting(
        collaboration=Collaboration(
            id=1,
            slug="c",
            name="C",
            guild_id=1,
            organizer_role_id=None,
            member_role_id=None,
            announcement_channel_id=None,
            anchor_site_id=1,
        ),
        sites=sites,
        links=Links(public_url="http://meridian.test"),
        marker="0" * 24,
    )

    reply = poll_message(poll, {}, setting, now=NOW)

    assert numbers(reply) == list(range(1, TIMES + 1))
    assert (reply.cards[0].description or "").count("0 yes, 0 if need be, 0 no") == TIMES


def test_the_read_back_shows_every_time(poll: Poll, sites: list[Site]) -> None:
    proposal = Proposal(
        title=poll.title,
        minutes=60,
        starts=tuple(candidate.start for candidate in poll.candidates),
        deadline=poll.deadline,
        asked=(),
    )

    reply = proposal_reply(proposal, zone="UTC", sites=sites, channel_id=5, draft_id=1)

    assert numbers(reply) == list(range(1, TIMES + 1))


def test_a_ballot_shows_every_time_that_it_has_buttons_for(poll: Poll, sites: list[Site]) -> None:
    reply = ballot_reply(poll, {}, 1, zone="UTC", sites=sites, page=2)

    assert numbers(reply) == [5, 6, 7, 8]


def test_two_hundred_names_at_ten_times_are_cut_and_not_refused(
    poll: Poll, sites: list[Site]
) -> None:
    known = {n: member(n) for n in poll.asked}
    votes = {(candidate.id, n): Vote.YES for candidate in poll.candidates for n in known}

    sent = names_reply(poll, votes, known, zone="UTC", sites=sites).arguments()

    (shown,) = sent["embeds"]
    assert len(shown) <= 6000
    assert [field.name.partition(" ")[0] for field in shown.fields] == [
        str(number) for number in range(1, TIMES + 1)
    ]


def member(number: int) -> Member:
    return Member(
        id=number,
        collaboration_id=1,
        discord_id=number,
        display_name=f"Somebody with a long name {number}",
        public_name=None,
        site_id=None,
        zone=None,
        opens=None,
        closes=None,
        role=None,
        left_at=None,
    )
