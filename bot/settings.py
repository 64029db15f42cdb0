"""Settings: read once from the environment and the .env file, all that is wrong named at once."""

import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from dotenv.parser import parse_stream

WRONG_SETTINGS = 78  # EX_CONFIG in sysexits.h: a supervisor need not try again
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


class SettingsError(Exception):
    """Settings are wrong; `lines` names every one of them, none with its secret."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decides; without a token there is no Discord and the demo runs."""

    discord_token: str | None = field(default=None, repr=False)
    database_url: str = field(default="sqlite+aiosqlite:///data/meridian.db", repr=False)
    secret_key: str | None = field(default=None, repr=False)
    public_url: str = "http://localhost:8080"
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    chat_port: int = 8765
    writes_per_member: int = 10
    writes_per_server: int = 60
    log_level: str = "INFO"
    log_format: str = "text"
    warnings: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that secrets are encrypted with, newest first."""
        return tuple(self.secret_key.split(",")) if self.secret_key else ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged."""
        return tuple(filter(None, (self.discord_token, *self.keys)))

    @classmethod
    def read(cls, environment: Mapping[str, str], file: Path) -> "Settings":
        """Return the settings; the environment stands above the file.

        Raises SettingsError, which names all that is wrong.
        """
        return _Reading(environment, file).settings()


class _Typed(NamedTuple):
    """A value as somebody typed it, and where."""

    text: str
    place: str


class _Reading:
    """One pass over environment and file; problems are collected, none stops it."""

    def __init__(self, environment: Mapping[str, str], file: Path) -> None:
        self.problems: list[str] = []
        self.warnings: list[str] = []
        self.typed = {name: typed for name, typed in self._from_file(file) if typed.text}
        for name in CHECKS:
            if text := environment.get(name, "").strip():
                self.typed[name] = _Typed(text, "the environment")

    def settings(self) -> Settings:
        """Return what was read, or raise with all that is wrong."""
        found = {name: self._checked(name) for name in CHECKS if name in self.typed}
        if found.get("HTTP_PORT", 8080) == found.get("CHAT_PORT", 8765):
            self.problems.append("HTTP_PORT and CHAT_PORT are the same: give them two ports.")
        if self.problems:
            raise SettingsError(tuple(self.problems))
        values = {name.lower(): value for name, value in found.items()}
        values.setdefault("public_url", f"http://localhost:{values.get('http_port', 8080)}")
        self._warn_of_reach(str(values["public_url"]), real="discord_token" in values)
        return Settings(**values, warnings=tuple(self.warnings))  # type: ignore[arg-type]

    def _checked(self, name: str) -> str | int:
        typed = self.typed[name]
        value = CHECKS[name](typed.text)
        if isinstance(value, _Wrong):
            self.problems.append(f"{name} ({typed.place}) {value}")
        return value

    def _from_file(self, file: Path) -> Iterator[tuple[str, _Typed]]:
        if (text := self._text(file)) is None:
            return
        for binding in parse_stream(StringIO(text)):
            line = binding.original.line + _blank_lines(binding.original.string)
            place = f"line {line} of {file.name}"
            if binding.error or (binding.key and binding.value is None):
                self.problems.append(f"{place} cannot be read: write it as NAME=value.")
            elif binding.key in CHECKS:
                yield binding.key, _Typed((binding.value or "").strip(), place)
            elif binding.key:
                self.warnings.append(f"{place}: no setting is called {_meant(binding.key)}.")

    def _text(self, file: Path) -> str | None:
        try:
            raw = file.read_bytes()
            mode = file.stat().st_mode
        except FileNotFoundError:
            return None
        except OSError as error:
            self.problems.append(f"{file.name} cannot be read: {error.strerror}.")
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.problems.append(f"{file.name} is not UTF-8 text: save it as UTF-8.")
            return None
        if os.name == "posix" and mode & 0o077:
            self.warnings.append(
                f"{file.name} holds secrets and others may read it: chmod 600 {file.name}"
            )
        return text

    def _warn_of_reach(self, public_url: str, *, real: bool) -> None:
        address = urlsplit(public_url)
        if real and _is_loopback(address.hostname or ""):
            self.warnings.append(
                f"PUBLIC_URL is {public_url}, which only this computer reaches: "
                "members' calendars will not. Set it to the address they see."
            )
        elif real and address.scheme == "http":
            self.warnings.append(
                f"PUBLIC_URL is {public_url}: private feeds would travel unencrypted, "
                "and some calendar programs insist on https."
            )


def _blank_lines(original: str) -> int:
    """Return how many lines the parser passed over before the setting itself."""
    return len(original) and original[: len(original) - len(original.lstrip())].count("\n")


def _meant(name: str) -> str:
    near = get_close_matches(name.upper(), CHECKS, n=1)
    return f"{name} (is {near[0]} meant?)" if near else name


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


class _Wrong(str):
    """What is wrong with a value, as the end of a sentence that begins with its name."""

    __slots__ = ()


def _token(text: str) -> str | _Wrong:
    bare = text.removeprefix("Bot ").strip()
    if TOKEN.match(bare) and not re.search(r"(.)\1{7}", bare):
        return bare
    if re.fullmatch(r"[0-9a-f]{64}", bare):
        return _Wrong("is the application's public key: the token is under Bot, Reset Token.")
    if bare.isdecimal():
        return _Wrong("is the application's id: the token is under Bot, Reset Token.")
    if PLACEHOLDER.search(bare):
        return _Wrong("is a placeholder: paste the bot's token, or leave it empty for the demo.")
    return _Wrong("is no bot token (three parts joined by dots): copy it from Bot, Reset Token.")


def _database(text: str) -> str | _Wrong:
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in DATABASE_SCHEMES or not rest.strip("/"):
        return _Wrong("is no database address like sqlite+aiosqlite:///data/meridian.db.")
    return text


def _keys(text: str) -> str | _Wrong:
    """Return keys in the alphabet that the encryption takes; openssl writes the other one."""
    keys = [key.strip().replace("+", "-").replace("/", "_") for key in text.split(",")]
    if not all(map(_is_key, keys)):
        return _Wrong(
            "is no key of 32 random bytes in base64 (several: newest first, commas between): "
            "make one with `openssl rand -base64 32`."
        )
    return ",".join(keys)


def _is_key(key: str) -> bool:
    try:
        made = urlsafe_b64decode(key)
    except ValueError:
        return False
    return len(key) == CHARACTERS_OF_KEY and len(set(made)) > LEAST_RANDOM


def _public(text: str) -> str | _Wrong:
    try:
        address = urlsplit(text)
        whole = address.scheme in {"http", "https"} and address.hostname and address.port != 0
    except ValueError:
        return _Wrong(f"is {text[:80]!r}, not a web address like https://meridian.example.org.")
    if not whole or address.query or address.fragment or address.username:
        return _Wrong(f"is {text[:80]!r}, not a web address like https://meridian.example.org.")
    return text.rstrip("/")


def _host(text: str) -> str | _Wrong:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        return _Wrong(f"is {text[:80]!r}, not a host like 127.0.0.1 or 0.0.0.0.")
    return text


def _port(text: str) -> int | _Wrong:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= HIGHEST_PORT):
        return _Wrong(f"is {text[:80]!r}, not a port from 1 to {HIGHEST_PORT}.")
    return int(text)


def _writes(text: str) -> int | _Wrong:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST_WRITES):
        return _Wrong(f"is {text[:80]!r}, not a number a minute from 1 to {MOST_WRITES}.")
    return int(text)


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def check(text: str) -> str | _Wrong:
        same = (choice for choice in choices if choice.casefold() == text.casefold())
        return next(same, _Wrong(f"is {text[:80]!r}, not one of {', '.join(choices)}."))

    return check


CHECKS: dict[str, Callable[[str], str | int]] = {
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
