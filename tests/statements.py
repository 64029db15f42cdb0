"""Counting the SQL statements of the store, and finding loops that send one for each row."""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import FrameType

import greenlet
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

ROOT = Path(__file__).parents[1]
MOST_REPEATS = 5  # of one statement with other values in one transaction
FRAMES = ("PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")  # begin and end what counts
STORES = re.compile(r"bot/(storage/|\w+/store(/|\.py)|outbox/queue\.py)")


@dataclass(slots=True)
class Sent:
    """What a block sent: many rows inserted at once are one statement, BEGIN and PRAGMA none."""

    statements: list[str] = field(default_factory=list)
    transactions: int = 0

    @property
    def count(self) -> int:
        """How many statements were sent."""
        return len(self.statements)

    def __str__(self) -> str:
        """Return each statement with how often it was sent, for the message of an assertion."""
        often = Counter(self.statements).most_common()
        lines = (f"{many:3} x {one}" for one, many in often)
        return "\n".join([f"{self.count} in {self.transactions} transactions:", *lines])


@dataclass(frozen=True, slots=True)
class Repeat:
    """A statement that one transaction sent for each of many values; `place` is who sent it."""

    place: str
    statement: str


class Recorder:
    """Listens to the engines of all stores, for blocks that count and for repeated statements."""

    def __init__(self) -> None:
        self.repeats: list[Repeat] = []
        self._blocks: list[Sent] = []
        self._values: dict[Connection, dict[str, set[Hashable]]] = {}
        event.listen(Engine, "before_cursor_execute", self._hear)

    @contextmanager
    def counting(self) -> Iterator[Sent]:
        """Count what anybody sends during a block."""
        block = Sent()
        self._blocks.append(block)
        try:
            yield block
        finally:
            self._blocks = [one for one in self._blocks if one is not block]

    def _hear(
        self,
        connection: Connection,
        _cursor: object,
        statement: str,
        values: Sequence[Hashable],
        _context: object,
        is_many: bool,  # noqa: FBT001 - SQLAlchemy passes it by position
    ) -> None:
        if connection.dialect.driver != "aiosqlite" or statement.startswith(FRAMES):
            return  # migrations and copies have drivers of their own
        if statement.startswith("BEGIN"):
            self._begin(connection)
            return
        text = shortened(statement)
        for block in self._blocks:
            block.statements.append(text)
        if not is_many:
            self._compare(connection, text, values)

    def _begin(self, connection: Connection) -> None:
        self._values = {one: seen for one, seen in self._values.items() if not one.closed}
        self._values[connection] = defaultdict(set)
        for block in self._blocks:
            block.transactions += 1

    def _compare(self, connection: Connection, text: str, values: Sequence[Hashable]) -> None:
        seen = self._values.setdefault(connection, defaultdict(set))[text]
        known = len(seen)
        seen.add(tuple(values))
        if known == MOST_REPEATS and len(seen) > known:
            place = sender()
            if not place.startswith("tests."):  # a test may fill its tables row by row
                self.repeats.append(Repeat(place, text))


@lru_cache(maxsize=4096)
def shortened(statement: str) -> str:
    """Return a statement in one line; lists of one and of many values look the same."""
    return re.sub(r"\(\?(, \?)*\)", "(?…)", " ".join(statement.split()))


def sender() -> str:
    """Return the function that is sending a statement right now, stores left out."""
    for frame in _frames():
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and path != Path(__file__):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith(("bot/", "cogs/", "tests/")) and not STORES.match(name):
                module = name.removesuffix(".py").replace("/", ".")
                return f"{module}.{frame.f_code.co_name}"
    return "tests."


def _frames() -> Iterator[FrameType]:
    """Yield the frames of the running call: SQLAlchemy's own, then those that await it."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the only way to one's caller
    running: greenlet.greenlet | None = greenlet.getcurrent()
    while running is not None:
        while frame is not None:
            yield frame
            frame = frame.f_back
        running = running.parent
        frame = running.gr_frame if running is not None else None


RECORDER = Recorder()
counting = RECORDER.counting
