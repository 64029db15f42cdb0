"""Taking away: each of the five things that exactly-once stands on is removed, and is missed.

`python -m tests.faults.mutations` copies the tree to a folder of its own, takes one thing away by
an edit, and runs the tests that must fail without it (`make faults`). A test that passes all the
same would prove nothing, and an edit whose text is no longer there is an error.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "*.db*", "worktrees")
FAILED = 1  # pytest's exit status where tests failed, and not something else


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """Something that is taken away: in a file, this text becomes that; `tests` must notice."""

    name: str
    file: str
    text: str
    instead: str
    tests: Sequence[str]

    def apply(self, tree: Path) -> None:
        """Make the edit; raise LookupError where what it edits is not there exactly once."""
        file = tree / self.file
        source = file.read_text(encoding="utf-8")
        if source.count(self.text) != 1:
            message = f"{self.name}: {self.file} holds {source.count(self.text)} times {self.text}"
            raise LookupError(message)
        file.write_text(source.replace(self.text, self.instead), encoding="utf-8")


KILLS = "tests/outbox/test_kills.py"
ANSWERED = "after Discord has answered-after it"
MUTATIONS = (
    Mutation(
        name="the nonce",
        file="bot/outbox/discord_sender.py",
        text="channel.send(nonce=nonce, ",
        instead="channel.send(",
        tests=("tests/faults/test_copies.py",),
    ),
    Mutation(
        name="the look-up",
        file="bot/outbox/discord_sender.py",
        text="if look and (found := ",
        instead="if False and (found := ",
        tests=(f"{KILLS}::test_killed_at_a_point_everything_is_there_once[{ANSWERED}]",),
    ),
    Mutation(
        name="BEGIN IMMEDIATE",
        file="bot/storage/engines/sqlite/connections.py",
        text='"BEGIN" if reads_only else "BEGIN IMMEDIATE"',
        instead='"BEGIN"',
        tests=("tests/faults/test_storage.py", "-k", "nobody_writes_between"),
    ),
    Mutation(
        name="the lock",
        file="bot/storage/engines/sqlite/process_lock.py",
        text="fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        instead="pass",
        tests=("tests/storage/test_process_lock.py", "-k", "second_bot_on_the_same_file"),
    ),
    Mutation(
        name="the signal handler",
        file="bot/app.py",
        text="loop.add_signal_handler(signal.SIGTERM, stop)",
        instead="pass",
        tests=("tests/test_app.py", "-k", "a_signal_lets"),
    ),
)


def survivors(mutations: Sequence[Mutation] = MUTATIONS) -> Iterator[str]:
    """Yield what was taken away without being missed, as sentences."""
    for mutation in mutations:
        with tempfile.TemporaryDirectory(prefix="meridian-mutation-") as folder:
            tree = Path(folder) / "tree"
            shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
            untouched = _pytest(tree, mutation.tests)
            if untouched.returncode != 0:
                yield f"{mutation.name}: its tests fail as it is\n{untouched.stdout[-2000:]}"
                continue
            mutation.apply(tree)
            told = _pytest(tree, mutation.tests)
            last = (told.stdout.strip().splitlines() or [told.stderr])[-1]
            sys.stdout.write(f"without {mutation.name}: {last}\n")
            sys.stdout.flush()
            if told.returncode != FAILED:
                yield f"{mutation.name}: nobody missed it"


def _pytest(tree: Path, tests: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    return subprocess.run([*command, *tests], cwd=tree, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    found = list(survivors())
    sys.stdout.write("\n".join([*found, f"{len(MUTATIONS)} taken away, {len(found)} not missed\n"]))
    sys.exit(bool(found))
