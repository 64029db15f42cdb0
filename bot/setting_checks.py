"""Checks of the values that an operator sets; each explains what is wrong in a sentence."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from urllib.parse import urlsplit

from bot.core.translation import _

HIGHEST_PORT = 65535
MOST_WRITES = 100_000  # a minute: more is no limit
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")
TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}\Z", re.ASCII)
PLACEHOLDER = re.compile(
    r"your|token|change|example|insert|paste|here|xxx|[<>.…]{3}", re.IGNORECASE
)
CHARACTERS_OF_KEY = 44
LEAST_RANDOM = 10  # different bytes; a made-up key has fewer, a random one hardly ever
DATABASE_SCHEMES = ("sqlite+aiosqlite", "sqlite")


class Problem(str):
    """What is wrong with a value, as a sentence that does not repeat a secret."""

    __slots__ = ()


# Takes what was typed and how to call it, like "HTTP_PORT (line 3 of .env)".
Check = Callable[[str, str], str | int | Problem]


def _token(text: str, name: str) -> str | Problem:
    bare = text.removeprefix("Bot ").strip()
    if TOKEN.match(bare) and not re.search(r"(.)\1{7}", bare):
        return bare
    if re.fullmatch(r"[0-9a-f]{64}", bare):
        return Problem(
            _(
                "{name} is the application's public key. "
                "You find the token under Bot, Reset Token.",
                name=name,
            )
        )
    if bare.isdecimal():
        return Problem(
            _(
                "{name} is the application's id. You find the token under Bot, Reset Token.",
                name=name,
            )
        )
    if PLACEHOLDER.search(bare):
        return Problem(
            _(
                "{name} is a placeholder. Paste the bot's token, or leave it empty for the demo.",
                name=name,
            )
        )
    return Problem(
        _(
            "{name} is not a bot token, which has three parts joined by dots. "
            "Copy it from Bot, Reset Token.",
            name=name,
        )
    )


def _database(text: str, name: str) -> str | Problem:
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in DATABASE_SCHEMES or not rest.strip("/"):
        return Problem(
            _(
                "{name} is not a database address like sqlite+aiosqlite:///data/meridian.db.",
                name=name,
            )
        )
    return text


def _keys(text: str, name: str) -> str | Problem:
    """Return keys in the alphabet that the encryption takes; openssl writes the other one."""
    keys = [key.strip().replace("+", "-").replace("/", "_") for key in text.split(",")]
    if not all(map(_is_key, keys)):
        return Problem(
            _(
                "{name} is not a key of 32 random bytes in base64 (or several, newest first, with "
                "commas between them). Make one with `openssl rand -base64 32`.",
                name=name,
            )
        )
    return ",".join(keys)


def _is_key(key: str) -> bool:
    try:
        made = urlsafe_b64decode(key)
    except ValueError:
        return False
    return len(key) == CHARACTERS_OF_KEY and len(set(made)) > LEAST_RANDOM


def _public(text: str, name: str) -> str | Problem:
    try:
        address = urlsplit(text)
        whole = address.scheme in {"http", "https"} and address.hostname and address.port != 0
    except ValueError:
        whole = False
    if not whole or address.query or address.fragment or address.username:
        return Problem(
            _(
                "{name} is {typed!r}, not a web address like https://meridian.example.org.",
                name=name,
                typed=text[:80],
            )
        )
    return text.rstrip("/")


def _host(text: str, name: str) -> str | Problem:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        return Problem(
            _(
                "{name} is {typed!r}, not a host like 127.0.0.1 or 0.0.0.0.",
                name=name,
                typed=text[:80],
            )
        )
    return text


def _port(text: str, name: str) -> int | Problem:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= HIGHEST_PORT):
        return Problem(
            _(
                "{name} is {typed!r}, not a port from 1 to {highest}.",
                name=name,
                typed=text[:80],
                highest=HIGHEST_PORT,
            )
        )
    return int(text)


def _writes(text: str, name: str) -> int | Problem:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST_WRITES):
        return Problem(
            _(
                "{name} is {typed!r}, not a number per minute from 1 to {most}.",
                name=name,
                typed=text[:80],
                most=MOST_WRITES,
            )
        )
    return int(text)


def _one_of(choices: tuple[str, ...]) -> Check:
    def check(text: str, name: str) -> str | Problem:
        for choice in choices:
            if choice.casefold() == text.casefold():
                return choice
        return Problem(
            _(
                "{name} is {typed!r}, not one of {choices}.",
                name=name,
                typed=text[:80],
                choices=", ".join(choices),
            )
        )

    return check


CHECKS: dict[str, Check] = {
    "DISCORD_TOKEN": _token,
    "DATABASE_URL": _database,
    "SECRET_KEY": _keys,
    "PUBLIC_URL": _public,
    "HTTP_HOST": _host,
    "HTTP_PORT": _port,
    "CHAT_PORT": _port,
    "WRITES_PER_MEMBER": _writes,
    "WRITES_PER_SERVER": _writes,
    "LOG_LEVEL": _one_of(LOG_LEVELS),
    "LOG_FORMAT": _one_of(LOG_FORMATS),
}
