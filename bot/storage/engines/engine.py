"""What a database engine is to the store, as far as every engine here has it.

SQLite serves today. PostgreSQL has what is true of it without a connection; what connects to it
comes beside it in `postgresql.py`, as SQLite's file, lock, marks and copies are in `sqlite/`.
"""

from enum import Enum, auto
from typing import Protocol

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Upsert = sqlite.Insert | postgresql.Insert


class Failure(Enum):
    """What is wrong with a statement that failed, as far as Meridian can do something about it."""

    BUSY = auto()
    READ_ONLY = auto()
    FULL = auto()
    NOT_UNIQUE = auto()


class Engine(Protocol):
    """One database engine in its own words."""

    @property
    def name(self) -> str:
        """What SQLAlchemy calls its dialect."""

    def insert(self, table: Table) -> Upsert:
        """Return an INSERT that can say what to do with a row that is there already."""

    def failure_of(self, error: BaseException | None) -> Failure | None:
        """Return what is wrong by the code of its driver's error, None if nothing told apart."""

    def turn(self, collaboration_id: int | None) -> tuple[str, ...]:
        """Return the statements that begin a change, and wait for those that must not be beside it.

        Rules that read before they write rest on this (the next id of a meeting, seats, places in
        line, offers): nobody else changes this collaboration, or anything where it is None, until
        the transaction ends. What must hold beyond one collaboration is a constraint.
        """
