"""A talk is found by what somebody remembers of it, typing errors and all."""

import itertools
import random
from datetime import timedelta

import pytest

from bot.core.search import plain
from bot.meetings.store import meetings
from bot.meetings.store.slots import slots_of
from bot.people.model.viewers import Viewer
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.talks import Speaker, TalkStatus
from bot.talks.service.search import Purpose, TalkSearch
from bot.talks.store import talks
from tests.made_once import MadeOnce, Workshop
from tests.worlds import NOW, World, speak

SUBJECTS = (
    "Implicit bias of gradient descent",
    "Benign overfitting",
    "Scaling laws",
    "Grokking",
    "Edge of stability",
    "Neural tangent kernels",
    "Feature learning",
    "In-context learning",
    "Sample complexity",
    "Loss landscapes",
    "Sharpness-aware minimization",
    "Diffusion models",
    "Double descent",
    "Statistical query bounds",
    "Mean-field limits",
    "Robust generalization",
    "Normalizing flows",
    "Random features",
    "Attention layers",
    "Weight decay",
)
SETTINGS = (
    "in two-layer networks",
    "for transformers",
    "beyond the lazy regime",
    "with heavy-tailed data",
    "on the sphere",
    "under label noise",
    "for sparse parities",
    "at large width",
    "in high dimension",
    "with few samples",
    "for convolutional networks",
    "without convexity",
    "by optimal transport",
    "for polynomial targets",
    "with momentum",
    "for mixtures of Gaussians",
    "via the replica method",
    "in the online setting",
    "for linear autoencoders",
    "from first principles",
    "with adaptive steps",
    "under distribution shift",
    "for graph networks",
    "at finite depth",
    "in reproducing kernel spaces",
)
FIRST = ("Amara", "Zoë", "Tomás", "Yael", "Hiroshi", "Ingrid", "Rahul", "Noor", "Kwame", "Mei-Ling")
LAST = ("Okafor", "Müller", "Herrera", "Ben-Ami", "Tanabe", "Solberg", "Raman", "Haddad", "Zhou")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def programme() -> list[tuple[str, str]]:
    """Return 500 titles with speakers: plausible, and alike enough to be confused."""
    titles = [f"{a} {b}" for a, b in itertools.product(SUBJECTS, SETTINGS)]
    people = itertools.cycle(f"{first} {last}" for first in FIRST for last in LAST)
    return list(zip(titles, people, strict=False))


def misspelt(text: str, dice: random.Random, *, errors: int) -> str:
    """Return text with letters left out, doubled, exchanged or mistyped."""
    for _ in range(errors):
        at = dice.randrange(1, len(text) - 2)
        text = dice.choice(
            (
                text[:at] + text[at + 1 :],
                text[:at] + text[at] + text[at:],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
                text[:at] + dice.choice(LETTERS) + text[at + 1 :],
            )
        )
    return text


def queries(listed: list[tuple[str, str]]) -> list[tuple[str, int]]:
    """Return 60 misspelt queries, each with the talk that is meant."""
    dice = random.Random(7)  # noqa: S311 - the same sixty each time
    chosen = dice.sample(range(len(listed)), 60)
    found = []
    for number, at in enumerate(chosen):
        title, speaker = listed[at]
        words = title.casefold()
        kinds = (
            misspelt(words, dice, errors=2),
            misspelt(plain(words), dice, errors=3),
            misspelt(words[: len(words) - 4], dice, errors=1),
            misspelt(f"{plain(speaker.split()[-1])} {words}", dice, errors=2),
        )
        found.append((kinds[number % len(kinds)], at))
    return found


@pytest.fixture(scope="session")
def made_world(made_world: MadeOnce[World], workshop: Workshop) -> MadeOnce[World]:
    """A collaboration with a public series and a hidden one."""
    return workshop.in_the_world(made_world, hold_seminars)


async def hold_seminars(world: World) -> None:
    publisher = Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    planning = SeriesService(world.store, publisher)
    for title, visibility in (("Seminar", "public"), ("Steering", "members")):
        described = SeriesDescription(
            title=title, when="Thursdays 17:00 3 times", zone="epfl", visibility=visibility
        )
        await planning.create(world.organizer, described, now=NOW)


async def propose(
    world: World,
    listed: list[tuple[str, str]],
    *,
    slug: str = "seminar",
    given_by: Viewer | None = None,
) -> list[int]:
    """Make talks without a slot, of guests or of a member; return their ids."""
    ids, member_id = [], given_by.require_member().id if given_by else None
    async with world.store.write() as connection:
        found = await series.by_slug(connection, world.organizer.collaboration.id, slug)
        assert found is not None
        for title, speaker in listed:
            made = await talks.insert_talk(
                connection,
                spoken_by=[Speaker(name=speaker, member_id=member_id)],
                collaboration_id=found.collaboration_id,
                series_id=found.id,
                title=title,
                status=TalkStatus.PROPOSED,
                created_at=NOW,
            )
            ids.append(made)
        await collaborations.raise_revision(connection, found.collaboration_id)
    return ids


async def test_of_sixty_misspelt_queries_each_finds_its_talk_among_the_first_five(
    world: World,
) -> None:
    listed = programme()
    ids = await propose(world, listed)
    finding, missed = TalkSearch(world.store), []

    for typed, at in queries(listed):
        found = await finding.talks(world.organizer, typed, now=NOW)
        if ids[at] not in [one.talk.id for one in found[:5]]:
            missed.append((typed, listed[at], [one.talk.title for one in found[:5]]))

    assert len(listed) == 500
    assert missed == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("zoe muller", "Implicit bias of gradient descent for transformers"),
        ("Zöe Mueler", "Implicit bias of gradient descent for transformers"),
        ("krenels", "Neural tangent kernels on the sphere"),
        ("GROKING", "Grokking at large width"),
    ],
)
async def test_accents_capitals_and_single_words_do(world: World, typed: str, title: str) -> None:
    await propose(
        world,
        [
            ("Implicit bias of gradient descent for transformers", "Zoë Müller"),
            ("Neural tangent kernels on the sphere", "Yael Ben-Ami"),
            ("Grokking at large width", "Noor Haddad"),
            ("Something else entirely", "Rahul Raman"),
        ],
    )

    found = await TalkSearch(world.store).talks(world.organizer, typed, now=NOW)

    assert found[0].talk.title == title


async def test_what_a_person_may_not_see_is_never_found(world: World) -> None:
    stranger, member = await world.stranger(), await world.viewer("Ben")
    other, left = await world.viewer("Cleo"), await world.stranger("Ben")
    await propose(world, [("Secret budget", "Ben")], slug="steering", given_by=member)
    finding = TalkSearch(world.store)

    found = [
        len(await finding.talks(viewer, "secret budget", now=NOW))
        for viewer in (stranger, other, left, member, world.organizer)
    ]

    assert found == [0, 0, 0, 1, 1]


async def test_what_a_person_may_not_change_is_left_out_where_that_is_asked(world: World) -> None:
    await propose(world, [("Somebody's talk", "Ruth Abramov")])
    finding, member = TalkSearch(world.store), await world.viewer("Ben")

    assert await finding.talks(member, "talk", purpose=Purpose.CHANGE, now=NOW) == []
    assert len(await finding.talks(world.organizer, "talk", purpose=Purpose.CHANGE, now=NOW)) == 1


async def test_a_new_talk_is_found_at_once(world: World) -> None:
    finding = TalkSearch(world.store)
    assert await finding.talks(world.organizer, "later", now=NOW) == []

    await propose(world, [("Later", "Ben")])

    assert len(await finding.talks(world.organizer, "later", now=NOW)) == 1


async def test_memory_holds_the_talks_of_the_collaborations_searched_last(
    store: Store, world: World
) -> None:
    await propose(world, [("Kernels", "Ben")])
    other = await World.found(store, guild_id=2, slug="optics")
    finding = TalkSearch(store, remembered=1)

    found = [
        len(await finding.talks(viewer, "kernels", now=NOW))
        for viewer in (world.organizer, other.organizer, world.organizer)
    ]

    assert found == [1, 0, 1]
    assert finding.remembered == 1


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "\x00", "\ud800", "x" * 6000])
async def test_any_text_is_an_answer(world: World, typed: str) -> None:
    await propose(world, [("One", "Ben")])

    found = await TalkSearch(world.store).talks(world.organizer, typed, now=NOW)

    assert len(found) <= 1


async def meetings_in_order(world: World) -> list[int]:
    async with world.store.read() as connection:
        found = await series.by_slug(connection, world.organizer.collaboration.id, "seminar")
        assert found is not None
        held = await meetings.of_series(connection, found.id)
    return [meeting.id for meeting in sorted(held, key=lambda one: one.start)]


async def test_case_31_what_begins_so_comes_first_and_coming_talks_before_past_ones(
    world: World,
) -> None:
    first, second, _ = await meetings_in_order(world)
    await propose(world, [("Reading: universality of grokking", "Grace Kimani")])
    past = await speak(world.store, first, title="Grokking, part one")
    coming = await speak(world.store, second, title="Grokking, part two")
    finding, later = TalkSearch(world.store), NOW + timedelta(days=5)

    found = await finding.talks(world.organizer, "grok", now=later)
    all_of_them = await finding.talks(world.organizer, "", now=later)

    assert [one.talk.id for one in found][:2] == [coming, past]
    assert found[2].talk.title == "Reading: universality of grokking"
    assert [one.talk.id for one in all_of_them][::2] == [coming, past]


async def test_case_31_nothing_is_offered_that_would_be_refused(world: World) -> None:
    first, second, third = await meetings_in_order(world)
    ben, cleo = await world.viewer("Ben"), await world.viewer("Cleo")
    await propose(world, [("Undated", "Ben")], given_by=ben)
    given = {
        await _speak_as(world, first, "Past", ben): "past",
        await _speak_as(world, second, "Own", ben): "own",
        await _speak_as(world, third, "Other", cleo): "other",
    }
    finding, later = TalkSearch(world.store), NOW + timedelta(days=5)

    offered = {
        purpose: {
            given.get(one.talk.id, "undated")
            for one in await finding.talks(ben, "", purpose=purpose, now=later)
        }
        for purpose in Purpose
    }

    assert offered[Purpose.LOOK] == {"past", "own", "other", "undated"}
    assert offered[Purpose.CHANGE] == {"past", "own", "undated"}
    assert offered[Purpose.WITHDRAW] == {"own", "undated"}
    assert offered[Purpose.SWAP] == {"own"}
    assert offered[Purpose.SWAP_WITH] == {"other"}
    assert offered[Purpose.ANNOUNCE] == {"own", "other"}


async def _speak_as(world: World, meeting_id: int, title: str, by: Viewer) -> int:
    async with world.store.write() as connection:
        meeting = await meetings.by_id(connection, meeting_id)
        assert meeting is not None
        return await talks.insert_talk(
            connection,
            spoken_by=[Speaker(name=title, member_id=by.require_member().id)],
            collaboration_id=meeting.collaboration_id,
            series_id=meeting.series_id,
            slot_id=(await slots_of(connection, meeting_id))[0].id,
            title=title,
            status=TalkStatus.CONFIRMED,
            created_at=NOW,
        )
