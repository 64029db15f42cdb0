"""Whom a search for a time includes."""

from typing import Any

import pytest

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.core.parts import Parts
from bot.core.refusals import NotFound, Refusal
from bot.programme.service.publication import Publisher
from bot.storage.database import Store
from bot.subject import assembled
from bot.subjects import KINDS, SUBJECTS
from tests.finding.searching import asked, find, person, seminar, starts
from tests.worlds import MEMBERS, NOW, World

POSTDOCS = 77


@pytest.fixture
def services(store: Store, publisher: Publisher) -> Parts:
    return assembled(SUBJECTS, store, publisher, KINDS)


async def test_everybody_known_is_asked_where_nobody_is_named(
    services: Parts, world: World
) -> None:
    ben = await person(world, services, "Ben", "berkeley")
    await person(world, services, "Hila", "huji")

    found = await find(services, ben)

    assert len(asked(found)) == 3  # with Ada, who set the collaboration up
    assert found.notes == ("I'll include all 3 members I know in this server.",)
    assert starts(found)[:3] == ["Mon 16:00", "Tue 16:00", "Wed 16:00"]


async def test_a_role_is_known_from_those_who_used_a_command(services: Parts, world: World) -> None:
    ben = await person(world, services, "Ben", "mit", role_ids=(MEMBERS, POSTDOCS))
    await person(world, services, "Cleo", "epfl")

    found = await find(services, ben, role_id=POSTDOCS)
    everybody = await find(services, ben, role_id=world.guild_id)

    assert asked(found) == {ben.member.id if ben.member else 0}
    assert found.notes[0].startswith("I know 1 person with that role. People who never used")
    assert len(asked(everybody)) == 3
    with pytest.raises(NotFound, match="Please ask them to use /me show once"):
        await find(services, ben, role_id=78)


async def test_a_role_that_was_taken_away_counts_no_more(services: Parts, world: World) -> None:
    await person(world, services, "Ben", "mit", role_ids=(MEMBERS, POSTDOCS))
    ben = await world.viewer("Ben")

    with pytest.raises(NotFound, match="I don't know anyone with that role"):
        await find(services, ben, role_id=POSTDOCS)


async def test_a_site_names_and_usual_people_are_asked_together(
    services: Parts, world: World
) -> None:
    ben = await person(world, services, "Ben", "mit")
    cleo = await person(world, services, "Cleo", "epfl")
    dan = await person(world, services, "Dan", "huji")
    await person(world, services, "Eva", "uci")
    first, *_ = await seminar(services, world)
    await services[AnswerService].answer(dan, first, Answer.GOING, now=NOW)

    found = await find(services, ben, site="epfl", people="ben", series="seminar")

    ids = [one.member.id for one in (ben, cleo, dan) if one.member]
    assert asked(found) == set(ids)
    assert found.notes == (
        "I'll include everyone who came to Seminar or spoke there in the last year.",
    )


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"site": "uci"}, "I don't know anyone at UC Irvine yet"),
        ({"site": "nowhere"}, "There is no such site"),
        ({"series": "seminar"}, "Nobody has come to “Seminar” yet"),
        ({"series": "nothing"}, "There is no such series"),
        ({"people": "Zoe"}, "Zoe"),
        ({"required": "Zoe"}, "Zoe"),
        ({"within": "2025-01-01"}, "Those days are in the past"),
        ({"within": "9 weeks"}, "eight weeks at a time"),
        ({"within": "soon"}, "I don't understand “soon” as a day"),
        ({"within": "2026-12-18 to 2026-12-01"}, "is before"),
    ],
)
async def test_what_cannot_be_searched_is_refused_in_words(
    services: Parts, world: World, typed: dict[str, Any], why: str
) -> None:
    ben = await person(world, services, "Ben", "mit")
    await seminar(services, world)

    with pytest.raises(Refusal, match=why):
        await find(services, ben, **typed)
