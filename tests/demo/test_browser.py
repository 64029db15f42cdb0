"""The demo as somebody runs it: a program with a chat, a page, a feed and a terminal."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.demo.script import Script

Demo = subprocess.Popen[str]
PATIENCE = 300  # seconds; a slow computer is no fault of what is tested


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def demo(
    command: str = "demo", *, stdin: int = subprocess.PIPE, **settings: object
) -> Iterator[Demo]:
    chosen = {"HTTP_PORT": free_port(), "CHAT_PORT": free_port(), **settings}
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**inherited, **{name: str(value) for name, value in chosen.items()}}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", command],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def heard(running: Demo, wanted: str) -> re.Match[str]:
    """Read what the demo prints until a line holds what is wanted."""
    assert running.stdout is not None
    for line in running.stdout:
        if match := re.search(wanted, line):
            return match
    assert running.stderr is not None
    pytest.fail(f"the demo never said {wanted!r}: {running.stderr.read()}")


def typed(running: Demo, line: str) -> None:
    assert running.stdin is not None
    running.stdin.write(f"{line}\n")
    running.stdin.flush()


def fetched(address: str) -> str:
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - an address that the demo printed
        return str(answer.read().decode())


def test_the_demo_shows_chat_page_and_feed_and_obeys_its_terminal(tmp_path: Path) -> None:
    kept = tmp_path / "kept where it is asked for.db"

    with demo(DATABASE_URL=f"sqlite+aiosqlite:///{kept}") as running:
        heard(running, "is kept in")
        chat = heard(running, r"chat\s+(http://127\.0\.0\.1:\d+)/#\S+")[1]
        page = heard(running, r"page\s+(\S+/c/deep-learning-theory/)")[1]
        feed = heard(running, r"feed\s+(\S+\.ics)")[1]

        assert "<html" in fetched(chat).casefold()
        assert "Theory seminar" in fetched(page)
        entries = fetched(feed).split("BEGIN:VEVENT")[1:]
        assert len(entries) > 100
        assert any("Amara Okafor" in entry for entry in entries)
        assert not any("Steering" in entry for entry in entries)

        before = datetime.now(UTC)
        typed(running, "skip 3 days")
        shown = heard(running, r"It is now (\w{3} \d\d \w{3} \d{4} \d\d:\d\d) UTC\.")[1]
        then = datetime.strptime(f"{shown} +0000", "%a %d %b %Y %H:%M %z")
        assert abs(then - before - timedelta(days=3)) < timedelta(minutes=2)
        heard(running, r"\d in (#announcements|dm )")
        typed(running, "open #random")
        heard(running, r"#random: http://127\.0\.0\.1")
        typed(running, "open dm yael")
        heard(running, r"Direct messages of Yael Ben-Ami: http://127\.0\.0\.1")
        typed(running, "open #nowhere")
        heard(running, r"There is no #nowhere\. There are #seminar")
        typed(running, "dance")
        heard(running, r"You can type: skip 3 days")
        typed(running, "quit")

        assert running.wait(timeout=PATIENCE) == 0
        assert running.stderr is not None
        assert running.stderr.read() == ""
    assert kept.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    "asked", [pytest.param(signal.SIGTERM, marks=pytest.mark.long), signal.SIGINT]
)
def test_without_a_terminal_it_runs_until_it_is_stopped_and_leaves_a_database_alone(
    tmp_path: Path, asked: signal.Signals
) -> None:
    real = tmp_path / "real.db"
    real.write_bytes(b"somebody's")

    with demo(stdin=subprocess.DEVNULL, DATABASE_URL=f"sqlite+aiosqlite:///{real}") as running:
        heard(running, "leaves it alone")
        page = heard(running, r"page\s+(\S+)")[1]
        assert "Theory seminar" in fetched(page)

        running.send_signal(asked)

        assert running.wait(timeout=PATIENCE) == 0
        assert running.stderr is not None
        assert running.stderr.read() == ""
    assert real.read_bytes() == b"somebody's"


@pytest.mark.parametrize("name", ["HTTP_PORT", pytest.param("CHAT_PORT", marks=pytest.mark.long)])
def test_a_port_that_is_taken_is_said_in_one_sentence(name: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = int(taken.getsockname()[1])

        with demo("demo", stdin=subprocess.PIPE, **{name: port}) as running:
            status = running.wait(timeout=PATIENCE)
            assert running.stderr is not None
            said = running.stderr.read()

    assert status == 1
    assert said.startswith("The demo does not start: ")
    assert str(port) in said
    assert "Traceback" not in said


def test_the_script_has_people_of_all_sites_and_talks_to_come() -> None:
    script = Script.read()

    assert len(script.people) >= 24
    assert len({person.site for person in script.people}) == 8
    assert len(script.series) == 3
    assert {"member", "organizer"} == {
        "organizer" if p.organizer else "member" for p in script.people
    }
    assert sum(not talk.title for talk in script.talks) >= 3
