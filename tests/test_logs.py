import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import fingerprint, open_logbook

TOKEN = "MTExMTExMTExMTExMTExMTEx.GaBcDe.a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9"
FEED = "Zm9yLXRlc3RzLW9ubHktdGhpcy1vcGVucy1ub3RoaW5n"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = True


def logged(message: str, *, style: str = "text", error: Exception | None = None) -> str:
    stream = io.StringIO()
    open_logbook(level="INFO", style=style, secrets=["hunter2!"], stream=stream)
    logging.getLogger("meridian.test").info(message, exc_info=error)
    return stream.getvalue()


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        (TOKEN, "logging in with %s"),
        ("hunter2!", "the password is %s"),
        (FEED, "GET /feeds/me/%s/deep-learning-theory.ics 200"),
        (TOKEN, "POST https://discord.com/api/webhooks/123/%s/messages"),
        ("s3cret", "connecting to postgresql://meridian:%s@db/meridian"),
    ],
    ids=["token", "known secret", "feed", "answer to a command", "database password"],
)
def test_a_secret_is_unreadable_in_the_log(style: str, secret: str, sentence: str) -> None:
    said = sentence.replace("%s", secret)

    line = logged(said, style=style)
    trace = logged("failed", style=style, error=RuntimeError(said))

    assert sentence.split("%s", maxsplit=1)[0] in line
    assert secret not in line + trace


def test_two_feeds_can_be_told_apart_in_the_log() -> None:
    line = logged(f"GET /feeds/me/{FEED}/deep-learning-theory.ics 200")

    assert f"GET /feeds/me/{fingerprint(FEED)}/deep-learning-theory.ics 200" in line


def test_a_line_break_in_a_message_does_not_forge_a_line() -> None:
    line = logged("named Eve\n2026-01-01 ERROR forged\u2028again")

    assert line.count("\n") == 1
    assert "Eve\\n2026-01-01 ERROR forged\\u2028again" in line


def test_a_json_line_is_one_object_with_its_traceback() -> None:
    line = logged("failed", style="json", error=RuntimeError("no reason"))

    entry = json.loads(line)
    assert {key: entry[key] for key in ("level", "logger", "message")} == {
        "level": "INFO",
        "logger": "meridian.test",
        "message": "failed",
    }
    assert entry["trace"].endswith("RuntimeError: no reason")
    assert entry["time"].endswith("+00:00")


def test_what_members_type_is_not_logged_even_at_debug() -> None:
    stream = io.StringIO()
    open_logbook(level="DEBUG", style="text", stream=stream)

    for name in ("discord.gateway", "discord.http", "discord.webhook.async_"):
        logging.getLogger(name).debug("a form with https://calendar.example.org/private")

    assert "private" not in stream.getvalue()


def test_a_closed_terminal_does_not_stop_anything() -> None:
    stream = io.StringIO()
    open_logbook(level="INFO", style="text", stream=stream)
    stream.close()

    logging.getLogger("meridian.test").info("into nowhere")

    assert stream.closed
