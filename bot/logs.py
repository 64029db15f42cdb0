"""The log: one line per record, as text or JSON, in UTC, with secrets hidden."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import TextIO

HIDDEN = "[hidden]"
CONTROLS = {code: repr(chr(code))[1:-1] for code in (*range(0x20), 0x7F, 0x85, 0x2028, 0x2029)}


def fingerprint(secret: str) -> str:
    """Return eight digits that distinguish a secret from others without revealing it."""
    return sha256(secret.encode()).hexdigest()[:8]


# Patterns of secrets, so that they are hidden even if a library logs them.
SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b[\w-]{23,30}\.[\w-]{5,8}\.[\w-]{25,}"), lambda _match: HIDDEN),
    (re.compile(r"(/feeds/me/)([^/\s\"']+)"), lambda m: f"{m[1]}{fingerprint(m[2])}"),
    (re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.-]{20,}"), lambda m: f"{m[1]}{HIDDEN}"),
    (re.compile(r"(\w://[^\s:/@]*:)[^\s@/]+(@)"), lambda m: f"{m[1]}{HIDDEN}{m[2]}"),
)


class _Line(logging.Formatter):
    """Shared by both formats: the time in UTC, and hidden secrets."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def hidden(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for shape, replacement in SHAPES:
            text = shape.sub(replacement, text)
        return text

    def moment(self, record: logging.LogRecord) -> str:
        """Return the time of a record."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def trace(self, record: logging.LogRecord) -> str:
        """Return the traceback, if any."""
        return self.formatException(record.exc_info) if record.exc_info else ""


class TextLine(_Line):
    """For people: time, level, logger and message, followed by an indented traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text; line breaks in the message are escaped."""
        message = record.getMessage().translate(CONTROLS)
        line = f"{self.moment(record)} {record.levelname:<7} {record.name}: {message}"
        trace = "".join(f"\n    {part}" for part in self.trace(record).splitlines())
        return self.hidden(line + trace)


class JsonLine(_Line):
    """For machines: one JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        entry = {
            "time": self.moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self.hidden(record.getMessage()),
        }
        if trace := self.trace(record):
            entry["trace"] = self.hidden(trace)
        return json.dumps(entry)


def open_logbook(
    *, level: str, style: str, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send all records from `level` up to stderr or `stream`, in the format `style`."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLine(secrets) if style == "json" else TextLine(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # A closed terminal or a full disk must not stop the program, nor cause more output.
    logging.raiseExceptions = False
    for chatty in ("aiosqlite", "alembic", "apscheduler", "asyncio", "sqlalchemy.engine"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # At DEBUG, discord.py logs all traffic, including tokens and what members type into forms.
    for talkative in ("discord.gateway", "discord.http", "discord.webhook"):
        logging.getLogger(talkative).setLevel(max(logging.INFO, logging.getLevelName(level)))
    logging.captureWarnings(capture=True)
