"""Column types, and columns that many tables have."""

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy import Enum as SQLEnum


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive datetime is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            message = f"naive datetime {value.isoformat()} for an instant"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware."""
        return None if value is None else value.replace(tzinfo=UTC)


class Wall(TypeDecorator[datetime]):
    """A wall time, with its zone in another column; an aware datetime is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an aware value."""
        if value is not None and value.tzinfo is not None:
            message = f"aware datetime {value.isoformat()} for a wall time"
            raise ValueError(message)
        return value


class ClockTime(TypeDecorator[time]):
    """A time of day, stored as HH:MM."""

    impl = String(5)
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:
        """Store HH:MM."""
        return None if value is None else f"{value:%H:%M}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:
        """Return the time of day."""
        return None if value is None else time.fromisoformat(value)


class Weekdays(TypeDecorator[frozenset[int]]):
    """Days of the week, stored as digits (Monday is 0)."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        """Store the digits in order."""
        return None if value is None else "".join(map(str, sorted(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        """Return the set of days."""
        return None if value is None else frozenset(map(int, value))


class Ids(TypeDecorator[frozenset[int]]):
    """Ids, stored in order with blanks between them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        """Store the ids in order."""
        return None if value is None else " ".join(map(str, sorted(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        """Return the set of ids."""
        return None if value is None else frozenset(map(int, value.split()))


def choice(kind: type[Any], *, grows: bool = False) -> SQLEnum:
    """Return a column type for the values of an enumeration's members.

    If the enumeration `grows` with the program, the database does not check the values.
    """
    return SQLEnum(
        kind,
        native_enum=False,
        length=40 if grows else None,
        create_constraint=not grows,
        values_callable=lambda choices: [choice.value for choice in choices],
        name=kind.__name__.lower(),
    )


def identifier() -> Column[int]:
    """Return the primary key `id`."""
    return Column("id", Integer, primary_key=True)


def reference(
    name: str, target: str, *, optional: bool = False, gone: str = "RESTRICT"
) -> Column[int]:
    """Return a column that refers to a column of another table, as "table.column"."""
    return Column(name, ForeignKey(target, ondelete=gone), nullable=optional)


def prose(name: str) -> Column[str]:
    """Return a column for text of any length; empty by default."""
    return Column(name, Text, nullable=False, server_default="")
