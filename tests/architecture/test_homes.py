"""Each foreign library has one home, so that it can be exchanged or feared in one place."""

import ast
from fnmatch import fnmatch

import pytest

from tests.architecture.sources import files, imports, tree_of

STORES = (
    "bot/storage/*",
    "bot/*/store.py",
    "bot/*/store/*",
    "bot/outbox/dispatch.py",
    "bot/outbox/queue.py",
    "bot/outbox/receipts.py",
    "bot/outbox/suspension.py",
    "bot/outbox/tables.py",
)
HOMES = {
    "sqlalchemy": STORES,
    "sqlalchemy.dialects": ("bot/storage/engines/*",),
    "aiosqlite": ("bot/storage/engines/sqlite/driver.py",),
    "sqlite3": ("bot/storage/engines/sqlite/*",),
    "cryptography": ("bot/storage/encryption.py",),
    "yarl": ("bot/ics/download.py",),
    "alembic": ("bot/storage/*",),
    "icalendar": ("bot/ics/*",),
    "aiohttp.web": ("bot/web/*", "bot/pages/pages/*", "bot/feeds/pages/*"),
    "jinja2": ("bot/pages/pages/*",),
    "simcord": ("bot/demo/*",),
    "apscheduler": ("bot/jobs.py",),
    "dateutil": ("bot/times/recurrence.py",),
    "pytz": ("bot/times/zones.py", "bot/clock.py"),
    "holidays": ("bot/sites/model/holidays.py", "bot/sites/model/holiday_regions.py"),
    "astral": ("bot/sites/model/holidays.py",),
    "tzdata": ("bot/clock.py",),
    "dotenv": ("bot/settings.py",),
    "latex2mathml": ("bot/core/mathml.py",),
    "ziamath": ("bot/chat/formula_drawing.py",),
    "resvg_py": ("bot/chat/formula_drawing.py",),
    "markupsafe": ("bot/web/*",),
    "rapidfuzz": ("bot/core/search.py",),
    "discord": (
        *("bot/check/*", "bot/connection.py", "bot/chat/*", "bot/*/cards.py", "bot/*/cards/*"),
        *("bot/outbox/*", "bot/*/posts/*", "bot/demo/*", "cogs/*"),
    ),
}
# Who hands on the connection it was given calls it by its type.
CONNECTION = "sqlalchemy.ext.asyncio.AsyncConnection"
NAMED_ONLY = {
    ("bot/*/service.py", CONNECTION),
    ("bot/*/service/*", CONNECTION),
    ("bot/*/posts.py", CONNECTION),
    ("bot/*/subject.py", CONNECTION),
    ("bot/*/posts/*", CONNECTION),
    ("bot/outbox/*", CONNECTION),
    ("bot/feeds/pages/*", CONNECTION),
    ("bot/pages/pages/*", CONNECTION),
}
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
CLOCK_OWNERS = {"datetime", "date", "time"}


def is_named_only(file: str, imported: str) -> bool:
    return any(fnmatch(file, place) and imported == name for place, name in NAMED_ONLY)


def imports_it(pattern: str, library: str) -> bool:
    """Return whether a file that the pattern names imports the library."""
    return any(
        f"{imported}.".startswith(f"{library}.")
        for file in files("bot", "cogs")
        if fnmatch(file, pattern)
        for imported in imports(file)
    )


def test_every_home_is_lived_in() -> None:
    homes = {(pattern, library) for library, patterns in HOMES.items() for pattern in patterns}

    assert {home for home in homes | NAMED_ONLY if not imports_it(*home)} == set()


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_home_alone(library: str) -> None:
    strangers = {
        f"{file} imports {imported}"
        for file in files("bot", "cogs")
        for imported in imports(file)
        if f"{imported}.".startswith(f"{library}.")
        if not any(fnmatch(file, home) for home in HOMES[library])
        if not is_named_only(file, imported)
    }

    assert strangers == set()


def reads_clock(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in CLOCK_OWNERS
    )


def test_only_the_clock_reads_the_time() -> None:
    readers = {
        f"{file}:{node.lineno}"
        for file in files("bot", "cogs")
        if file != "bot/clock.py"
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and reads_clock(node)
    }

    assert readers == set()


def test_reading_the_time_would_be_noticed() -> None:
    read = ast.parse("datetime.now(UTC)\ntime.time()\nclock.now()\nself._time.now()")

    assert [node.lineno for node in ast.walk(read) if reads_clock(node)] == [1, 2]  # type: ignore[attr-defined] # attributes have lines
