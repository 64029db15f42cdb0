"""Queries that are built once answer for whatever they are given."""

from typing import Any

import pytest
from sqlalchemy import ColumnElement, Select, select

from bot.people.store import members
from bot.people.store.members import table
from bot.storage.database import Store
from bot.storage.prepared import Composed, prepared
from tests.storage.queries import queries
from tests.worlds import World

BUILT: list[str] = []


@prepared
def some(ids: list[int] | None, name: str) -> Select[Any]:
    BUILT.append(name)
    query = select(table.c.id).where(table.c.display_name == name)
    return query if ids is None else query.where(table.c.id.in_(ids))


@prepared
def is_called(name: str) -> ColumnElement[bool]:
    return table.c.display_name == name


@prepared
def is_one_of(ids: list[int]) -> ColumnElement[bool]:
    return table.c.id.in_(ids)


FIRST = Composed(
    lambda *conditions, most: select(table.c.id).where(*conditions).order_by(table.c.id).limit(most)
)


@pytest.fixture
async def ids(store: Store, world: World) -> list[int]:
    """Three members of one name."""
    here = world.organizer.collaboration.id
    async with store.change(here) as change:
        return [
            await members.insert(
                change, collaboration_id=here, discord_id=number, display_name="Ada Twin"
            )
            for number in (901, 902, 903)
        ]


async def test_a_query_is_built_once_for_all_values_and_once_without_one(
    store: Store, ids: list[int]
) -> None:
    BUILT.clear()
    async with store.read() as connection:
        found = [
            list(await connection.scalars(*some(chosen, "Ada Twin")))
            for chosen in (ids[:1], ids[1:], [], None)
        ]
        nobody = list(await connection.scalars(*some(ids, "Nobody")))

    assert found == [ids[:1], ids[1:], [], ids]
    assert nobody == []
    assert len(BUILT) == 2


async def test_conditions_go_together_in_any_number(store: Store, ids: list[int]) -> None:
    async with store.read() as connection:
        both = FIRST.ask((is_called("Ada Twin"), is_one_of(ids[1:])), most=5)
        found = list(await connection.scalars(*both))
        first = list(await connection.scalars(*FIRST.ask((is_one_of(ids),), most=2)))

    assert found == ids[1:]
    assert first == ids[:2]


async def test_a_change_knows_the_answer_to_what_it_was_asked_before(
    store: Store, world: World, ids: list[int]
) -> None:
    async with store.change(world.organizer.collaboration.id) as change:
        first = [row.id for row in await change.execute(*some(ids, "Ada Twin"))]
        with queries() as sent:
            again = [row.id for row in await change.execute(*some(ids, "Ada Twin"))]
            fewer = [row.id for row in await change.execute(*some(ids[:1], "Ada Twin"))]
        await members.update(change, ids[0], display_name="Byron")
        since = [row.id for row in await change.execute(*some(ids, "Ada Twin"))]

    assert (first, again, fewer, since) == (ids, ids, ids[:1], ids[1:])
    assert len(sent) == 1
