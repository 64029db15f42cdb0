"""What both database engines are told: every table and index, and what only one of them knows."""

import pytest
from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Table,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.storage.engines.engine import Failure
from bot.storage.engines.errors import failure_of
from bot.storage.engines.json_values import json_text
from bot.storage.engines.known import ENGINES
from bot.storage.engines.upserts import adding, replacing
from bot.storage.metadata import metadata
from bot.subjects import SUBJECTS
from tests.fixtures.both_engines import POSTGRESQL, require_known_to_postgresql

DIALECTS: tuple[Dialect, ...] = (sqlite.dialect(), POSTGRESQL)
TABLES = sorted(metadata.tables.values(), key=lambda one: one.name)
INDEXES = [index for table in TABLES for index in sorted(table.indexes, key=lambda i: str(i.name))]
answers = metadata.tables["answers"]


def test_the_tables_of_all_subjects_are_known() -> None:
    assert len(SUBJECTS) > 1
    assert {"answers", "deliveries", "meetings", "talks"} <= metadata.tables.keys()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_both_engines_make_a_table_with_the_same_constraints(table: Table) -> None:
    for told in (str(CreateTable(table).compile(dialect=one)) for one in DIALECTS):
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint | UniqueConstraint):
                assert f"CONSTRAINT {constraint.name} " in told
            if isinstance(constraint, ForeignKeyConstraint) and not constraint.use_alter:
                assert f"CONSTRAINT {constraint.name} FOREIGN KEY" in told


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: str(index.name))
def test_both_engines_make_an_index_of_the_same_rows(index: Index) -> None:
    """An index of some rows that one engine takes for all rows would refuse what is right."""
    in_one, in_other = (str(CreateIndex(index).compile(dialect=one)) for one in DIALECTS)

    assert in_one == in_other


def test_an_open_offer_is_the_only_one_of_its_slot_in_both_engines() -> None:
    (index,) = (one for one in INDEXES if one.name == "uq_offers_open")

    for dialect in DIALECTS:
        assert str(CreateIndex(index).compile(dialect=dialect)).endswith("WHERE state = 'open'")


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_both_engines_replace_a_row_that_is_there(dialect: Dialect) -> None:
    statement = replacing(
        dialect.name, answers, key=("meeting_id", "member_id"), columns=("answer",)
    )

    told = str(statement.compile(dialect=dialect))
    assert "ON CONFLICT (meeting_id, member_id) DO UPDATE SET answer = excluded.answer" in told


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_both_engines_leave_a_row_that_is_there(dialect: Dialect) -> None:
    told = str(adding(dialect.name, answers).compile(dialect=dialect))

    assert told.endswith("ON CONFLICT DO NOTHING")


def test_each_engine_reads_a_value_in_its_own_words() -> None:
    value = json_text(metadata.tables["deliveries"].c.payload, "about")

    in_one, in_other = (str(value.compile(dialect=one)) for one in DIALECTS)
    assert in_one.startswith("json_extract(")
    assert in_other.startswith("CAST(deliveries.payload AS JSON) ->> ")


def test_a_function_of_one_engine_alone_is_found() -> None:

    with pytest.raises(AssertionError, match="instr"):
        require_known_to_postgresql(select(func.instr(answers.c.answer, "x")))


def test_the_greatest_of_several_values_is_no_function_of_postgresql() -> None:
    both = func.max(answers.c.member_id, select(func.max(answers.c.meeting_id)).scalar_subquery())

    with pytest.raises(AssertionError, match="max of several"):
        require_known_to_postgresql(select(both))


class DriverError(Exception):
    """What a driver raises: each says what is wrong by a code of its own."""

    sqlite_errorcode = 0
    sqlstate = ""


@pytest.mark.parametrize(
    ("sqlite_code", "sqlstate", "wrong"),
    [
        (5, "40001", Failure.BUSY),
        (261, "55P03", Failure.BUSY),  # an extended code of SQLite's 5
        (8, "25006", Failure.READ_ONLY),
        (13, "53100", Failure.FULL),
        (2067, "23505", Failure.NOT_UNIQUE),
        (787, "23503", None),  # a foreign key
    ],
)
def test_both_engines_say_what_is_wrong_by_a_code(
    sqlite_code: int, sqlstate: str, wrong: Failure | None
) -> None:
    in_one, in_other = DriverError("no"), DriverError("no")
    in_one.sqlite_errorcode, in_other.sqlstate = sqlite_code, sqlstate

    assert failure_of(DBAPIError("UPDATE", None, in_one)) is wrong
    assert failure_of(DBAPIError("UPDATE", None, in_other)) is wrong


def test_a_change_waits_for_those_of_its_own_collaboration() -> None:
    sqlite_turn, postgresql_turn = (engine.turn for engine in ENGINES.values())

    assert sqlite_turn(7) == sqlite_turn(None) == ("BEGIN IMMEDIATE",)
    assert postgresql_turn(7)[-1] == "SELECT pg_advisory_xact_lock(7)"
    assert postgresql_turn(7)[:-1] == postgresql_turn(8)[:-1]
    # A change of everything has the lock alone that each of the others shares.
    assert postgresql_turn(None)[-1] == "SELECT pg_advisory_xact_lock(0)"
    assert "SELECT pg_advisory_xact_lock_shared(0)" in postgresql_turn(7)
