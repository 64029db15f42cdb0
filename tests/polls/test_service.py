"""Polls at the service: two at once, a move meanwhile, and any votes at all."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.people.model.viewers import Viewer
from bot.polls.model.polls import Candidate, Poll, Vote
from bot.polls.model.questions import Question
from bot.polls.model.tallies import tallies, winner
from bot.polls.service.polls import PollService
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.settings import Settings
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.worlds import NOW, World

CHANNEL = 4444
QUESTION = Question(title="Grants", times="2026-12-01 17:00\n2026-12-02 17:00", people="")


class Polled:
    """A poll of two times in a collaboration of fifty."""

    def __init__(
        self, store: Store, polling: PollService, people: list[Viewer], poll: Poll
    ) -> None:
        self.store, self.polling, self.people, self.poll = store, polling, people, poll


@pytest.fixture
async def world(store: Store) -> World:
    return await World.found(store)


@pytest.fixture
async def polled(store: Store, world: World) -> Polled:
    polling = PollService(
        store,
        OneOffMeetingService(
            store, Publisher(store, Settings().public_url, standing=KINDS.standing)
        ),
    )
    people = [await world.viewer(f"{n:02} member") for n in range(50)]
    poll = await polling.put(world.organizer, QUESTION, channel_id=CHANNEL, now=NOW)
    return Polled(store, polling, people, poll)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("next Thu 17:00", "“2026-11-26 17:00 Europe/Zurich” or “2026-12-03 17:00 Europe/Zurich”"),
        ("thu 5:00", "“2026-11-26 05:00 Europe/Zurich” or “2026-11-26 17:00 Europe/Zurich”"),
        ("8/12 5 Uhr nachmittags", "“2026-12-08 17:00 Europe/Zurich” or “2027-08-12 17:00"),
        ("31 November 17:00", "“31 November 17:00”: There is no 31 November."),
    ],
    ids=lambda given: f"case-23-{given}",
)
async def test_a_line_that_may_mean_two_times_is_asked_about(
    store: Store, world: World, line: str, asked: str
) -> None:
    polling = PollService(
        store,
        OneOffMeetingService(
            store, Publisher(store, Settings().public_url, standing=KINDS.standing)
        ),
    )
    question = Question(title="Grants", times=f"{line}\n2026-12-02 17:00")

    with pytest.raises(Refusal) as refused:
        await polling.preview(world.organizer, question, now=NOW)

    assert asked in refused.value.reason


async def test_case_26_ranges_say_how_long_a_poll_is_for_and_must_agree(
    polled: Polled, world: World
) -> None:
    ranges = Question(title="Grants", times="Thu 3-4:30pm\nFri 14:00-15:30")
    shown = await polled.polling.preview(world.organizer, ranges, now=NOW)
    kept = await polled.polling.as_typed(world.organizer, shown)

    uneven = Question(title="Grants", times="Thu 3-4pm\nFri 14:00-15:30")
    with pytest.raises(Refusal, match="The times last 60 or 90 minutes"):
        await polled.polling.preview(world.organizer, uneven, now=NOW)

    assert shown.minutes == 90
    assert kept["times"].splitlines()[0] == "2026-11-26 15:00-16:30 Europe/Zurich"


async def test_fifty_members_vote_at_once_and_no_vote_is_lost(polled: Polled) -> None:
    first, second = polled.poll.candidates

    await asyncio.gather(
        *(
            polled.polling.vote(viewer, candidate.id, vote, now=NOW)
            for viewer in polled.people
            for candidate, vote in ((first, Vote.YES), (second, Vote.IF_NEED_BE))
        )
    )

    found = await polled.polling.ballot(polled.people[0], polled.poll.id)
    assert [(t.yes, t.if_need_be) for t in tallies(found.poll, found.votes)] == [(50, 0), (0, 50)]


async def test_one_member_who_clicks_everything_at_once_has_one_vote(polled: Polled) -> None:
    first, _ = polled.poll.candidates

    await asyncio.gather(
        *(polled.polling.vote(polled.people[0], first.id, vote, now=NOW) for vote in list(Vote) * 5)
    )

    found = await polled.polling.ballot(polled.people[0], polled.poll.id)
    assert len(found.votes) == 1


async def test_two_organizers_make_it_a_meeting_at_once_and_there_is_one(
    polled: Polled, world: World
) -> None:
    await polled.polling.vote(polled.people[0], polled.poll.candidates[0].id, Vote.YES, now=NOW)

    done = await asyncio.gather(
        *(polled.polling.make_meeting(world.organizer, polled.poll.id, now=NOW) for _ in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, Refusal) for one in done) == 4
    async with polled.store.read() as connection:
        assert [one.title for one in await series.of(connection, 1)] == ["Grants"]


async def test_a_vote_after_it_was_made_a_meeting_is_refused(polled: Polled, world: World) -> None:
    first, second = polled.poll.candidates
    await polled.polling.vote(polled.people[0], first.id, Vote.YES, now=NOW)
    await polled.polling.make_meeting(world.organizer, polled.poll.id, now=NOW)

    with pytest.raises(Refusal, match="This poll is closed"):
        await polled.polling.vote(polled.people[1], second.id, Vote.YES, now=NOW)


async def test_the_meeting_that_came_of_it_is_moved_while_others_still_click(
    polled: Polled, world: World
) -> None:
    scheduling = MeetingService(
        polled.store, Publisher(polled.store, Settings().public_url, standing=KINDS.standing)
    )
    await polled.polling.vote(polled.people[0], polled.poll.candidates[0].id, Vote.YES, now=NOW)
    made = await polled.polling.make_meeting(world.organizer, polled.poll.id, now=NOW)

    results = await asyncio.gather(
        scheduling.move(
            world.organizer, made.meeting.id, when="2026-12-03 17:00", reason="room", now=NOW
        ),
        *(
            polled.polling.vote(viewer, polled.poll.candidates[1].id, Vote.YES, now=NOW)
            for viewer in polled.people[:10]
        ),
        polled.polling.make_meeting(world.organizer, polled.poll.id, now=NOW),
        return_exceptions=True,
    )

    assert [isinstance(one, Refusal) for one in results] == [False] + [True] * 11
    async with polled.store.read() as connection:
        assert len(await series.of(connection, 1)) == 1


async def test_a_poll_of_another_collaboration_is_not_there(polled: Polled) -> None:
    other = await World.found(polled.store, slug="other", guild_id=77)

    with pytest.raises(Refusal, match="no longer exists"):
        await polled.polling.ballot(other.organizer, polled.poll.id)


VOTES = st.dictionaries(
    st.tuples(st.integers(1, 4), st.integers(1, 6)), st.sampled_from(list(Vote)), max_size=24
)


@given(VOTES)
def test_the_winner_suits_as_many_as_any_other_time(votes: dict[tuple[int, int], Vote]) -> None:
    poll = Poll(
        id=1,
        collaboration_id=1,
        title="x",
        minutes=60,
        channel_id=1,
        made_by=1,
        asked=frozenset(),
        deadline=NOW,
        closed_at=None,
        series_id=None,
        candidates=tuple(Candidate(id=n, start=NOW + timedelta(days=n)) for n in range(1, 5)),
    )

    counted = tallies(poll, votes)
    best = winner(counted)

    assert sum(t.yes + t.if_need_be + t.no for t in counted) == len(votes)
    assert (best is None) == all(t.can == 0 for t in counted)
    if best is not None:
        assert all((t.can, t.yes) <= (best.can, best.yes) for t in counted)
