"""What most tests stand on: a real database file, the whole program, a stand-in Discord."""

import asyncio
import gc
import logging
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import simcord

from bot.chat import errors as failures
from bot.clock import MovableClock
from bot.programme.service.publication import Publisher
from bot.setting_checks import MOST_WRITES
from bot.settings import Settings
from bot.storage.database import Store
from bot.storage.engines.sqlite import connections
from bot.subject import assembled, connect
from bot.subjects import KINDS, SUBJECTS
from tests.times.time_zone_laws import other_laws

if TYPE_CHECKING:
    from bot.app import App
    from tests.made_once import MadeOnce, Workshop

# A fixture is found from every folder, so tests may move; a file may still have one of its own.
pytest_plugins = [
    "tests.fixtures.both_engines",
    "tests.fixtures.collaborations",
    "tests.fixtures.loopbacks",
    "tests.fixtures.repeated_statements",
    "tests.fixtures.servers",
]

# A slow computer is no fault of what is tested.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")

MADE = datetime(2026, 11, 2, 9, tzinfo=UTC)
# Worlds whose database a test copies, by the fixtures that make them once in a test run. A file
# whose tests begin with more has a fixture of the same name, which makes it after the usual one.
MADE_ONCE = ("made_server", "made_seminar", "made_scene", "made_world")


def database_url(file: Path) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(scope="session", autouse=True)
def durability() -> Iterator[str]:
    """How durable a change is outside of tests, which wait for no disk: none cuts the power.

    Programs that a test starts do wait.
    """
    usual = connections.DURABILITY
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "DURABILITY", "OFF")
        yield usual


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that was made and migrated once, to be copied: tests never open this one."""
    file = tmp_path_factory.mktemp("empty") / "meridian.db"

    async def make() -> None:
        store = await Store.open(database_url(file), now=MADE)
        await store.close()

    asyncio.run(make())
    return file


@pytest.fixture
def database(request: pytest.FixtureRequest, empty_database: Path, tmp_path: Path) -> Path:
    """A database file of this test's own: empty, or with the world in which the test begins."""
    file = tmp_path / "meridian.db"
    made = [name for name in MADE_ONCE if name in request.fixturenames]
    assert len(made) <= 1, "a test begins in one world"
    world: MadeOnce[object] | None = request.getfixturevalue(made[0]) if made else None
    shutil.copyfile(world.file if world else empty_database, file)
    return file


@asynccontextmanager
async def opened(database: Path) -> AsyncIterator[Store]:
    """Open a store whose changes every subject follows."""
    store = await Store.open(database_url(database), now=MADE)
    publisher = Publisher(store, "http://meridian.test", standing=KINDS.standing)
    connect(SUBJECTS, assembled(SUBJECTS, store, publisher, KINDS))
    yield store
    await store.close()


@pytest.fixture
async def store(database: Path) -> AsyncIterator[Store]:
    """An open store on a file of this test's own, whose changes every subject follows."""
    async with opened(database) as store:
        yield store


@pytest.fixture(scope="session")
def workshop(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> "Workshop":
    """What makes worlds in which many tests begin."""
    from tests.made_once import Workshop  # noqa: PLC0415 - it loads the whole program

    return Workshop(empty=empty_database, folder=lambda: tmp_path_factory.mktemp("made"))


@pytest.fixture
def settings(database: Path) -> Settings:
    """Settings as a test needs them: its own database, any free port."""
    return settings_for(database)


def settings_for(file: Path) -> Settings:
    """Return the settings with which tests open a database."""
    return Settings(
        database_url=database_url(file),
        public_url="http://meridian.test",
        http_port=0,
        # The clock of most tests stands still, so all that they do is done in the same minute.
        writes_per_member=MOST_WRITES,
        writes_per_server=MOST_WRITES,
    )


@pytest.fixture
def clock() -> MovableClock:
    """The clock that the app of this test goes by: it stands at Monday, 23 November 2026."""
    from tests.discord_servers import StillClock  # noqa: PLC0415 - it loads the whole program

    return StillClock()


@pytest.fixture
async def app(settings: Settings, clock: MovableClock) -> AsyncIterator["App"]:
    """Meridian, started, but not in Discord."""
    from bot.app import App  # noqa: PLC0415 - most tests need less than the whole program

    async with App(settings, clock=clock) as running:
        yield running


@pytest.fixture
async def discord_world(app: "App", caplog: pytest.LogCaptureFixture) -> AsyncIterator[simcord.Env]:
    """A stand-in Discord with the app in it; an answer with an error id fails a test."""
    from tests.discord_servers import StandIn  # noqa: PLC0415 - it loads the whole program

    world = StandIn(app.client, check_errors=False)
    await world.start()
    yield world
    await world.shutdown()
    failed = [r for r in caplog.get_records("call") if r.name == failures.__name__]
    assert [record.exc_info for record in failed if record.levelno >= logging.ERROR] == []


def _may_mount() -> bool:
    """Return whether a test may have a file system of its own."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return False
    told = subprocess.run([unshare, "--map-root-user", "--mount", "true"], check=False)
    return told.returncode == 0


def _may_browse() -> bool:
    return shutil.which("chromium") is not None


NEEDS: Mapping[str, tuple[str, Callable[[], bool]]] = {
    "browser": ("the tests of pages in a browser (no chromium here)", _may_browse),
    "disk": ("the test of a full disk (no name spaces here)", _may_mount),
}


# What takes longest begins first: whoever is done early then takes short tests over from others.
LONGEST = ("tests/demo/", "tests/gateway/", "tests/outbox/", "tests/faults/", "tests/privacy/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and leave out what needs something that is not here."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for marker, (_, is_here) in NEEDS.items():
        wanting = [item for item in items if item.get_closest_marker(marker)]
        if wanting and not is_here():
            config.hook.pytest_deselected(items=wanting)
            items[:] = [item for item in items if item not in wanting]


def pytest_collection_finish() -> None:
    """Let the collector of cycles pass over all that was imported: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out."""
    for sentence, is_here in NEEDS.values():
        if not is_here():
            terminalreporter.write_line(f"left out: {sentence}")


@pytest.fixture
def laws(tmp_path: Path) -> Iterator[Path]:
    """A folder in which zone files stand in place of the usual ones."""
    with other_laws(tmp_path / "laws") as folder:
        yield folder
