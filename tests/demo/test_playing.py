"""The demo as somebody runs it: a program with a chat, a page, a feed and a terminal."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.request import urlopen

import pytest

from bot.demo.script import Script

Demo = subprocess.Popen[str]


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def demo(*, stdin: int = subprocess.PIPE, **ports: int) -> Iterator[Demo]:
    settings = {"HTTP_PORT": free_port(), "CHAT_PORT": free_port(), **ports}
    environment = {**os.environ, **{name: str(port) for name, port in settings.items()}}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
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
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - an address that the demo printed
        return str(answer.read().decode())


def test_the_demo_shows_chat_page_and_feed_and_obeys_its_terminal() -> None:
    with demo() as running:
        chat = heard(running, r"chat\s+(http://127\.0\.0\.1:\d+)/#\S+")[1]
        page = heard(running, r"page\s+(\S+/c/deep-learning-theory/)")[1]
        feed = heard(running, r"feed\s+(\S+\.ics)")[1]

        assert "<html" in fetched(chat).casefold()
        assert "Theory seminar" in fetched(page)
        assert fetched(feed).startswith("BEGIN:VCALENDAR\r\n")

        typed(running, "skip 3 days")
        heard(running, r"It is \w{3} \d\d \w{3} \d{4} \d\d:\d\d UTC now\.")
        typed(running, "open #random")
        heard(running, r"#random: http://127\.0\.0\.1")
        typed(running, "open dm yael")
        heard(running, r"Direct messages of Yael Ben-Ami: http://127\.0\.0\.1")
        typed(running, "open #nowhere")
        heard(running, r"There is no #nowhere; there are #seminar")
        typed(running, "dance")
        heard(running, r"I understand: skip 3 days")
        typed(running, "quit")

        assert running.wait(timeout=20) == 0
        assert running.stderr is not None
        assert running.stderr.read() == ""


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_runs_without_a_terminal_until_it_is_asked_to_stop(asked: signal.Signals) -> None:
    with demo(stdin=subprocess.DEVNULL) as running:
        page = heard(running, r"page\s+(\S+)")[1]
        assert "Theory seminar" in fetched(page)

        running.send_signal(asked)

        assert running.wait(timeout=20) == 0
        assert running.stderr is not None
        assert running.stderr.read() == ""


@pytest.mark.parametrize("name", ["HTTP_PORT", "CHAT_PORT"])
def test_a_port_that_is_taken_is_said_in_one_sentence(name: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = int(taken.getsockname()[1])

        with demo(**{name: port}) as running:
            status = running.wait(timeout=60)
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
