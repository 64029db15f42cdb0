"""Settings, read once from the environment and the .env file."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from dotenv.parser import parse_stream

from bot.core.translation import _
from bot.setting_checks import CHECKS, Problem

WRONG_SETTINGS = 78  # EX_CONFIG in sysexits.h: a supervisor need not try again


class SettingsError(Exception):
    """Settings are wrong; `lines` has a sentence for each of them, none with its secret."""

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
        """Return the settings; the environment takes precedence over the file.

        Raises SettingsError, which lists everything that is wrong.
        """
        return _Reading(environment, file).settings()


class _Typed(NamedTuple):
    """A value as somebody typed it, and where."""

    text: str
    place: str


class _Reading:
    """One pass over environment and file; problems are collected and none stops it."""

    def __init__(self, environment: Mapping[str, str], file: Path) -> None:
        self.problems: list[str] = []
        self.warnings: list[str] = []
        self.typed = {name: typed for name, typed in self._from_file(file) if typed.text}
        for name in CHECKS:
            if text := environment.get(name, "").strip():
                self.typed[name] = _Typed(text, _("the environment"))

    def settings(self) -> Settings:
        """Return what was read, or raise with everything that is wrong."""
        found = {name: self._checked(name) for name in CHECKS if name in self.typed}
        if found.get("HTTP_PORT", 8080) == found.get("CHAT_PORT", 8765):
            self.problems.append(
                _("HTTP_PORT and CHAT_PORT are the same. Set two different ports.")
            )
        if self.problems:
            raise SettingsError(tuple(self.problems))
        values = {name.lower(): value for name, value in found.items()}
        values.setdefault("public_url", f"http://localhost:{values.get('http_port', 8080)}")
        if "discord_token" in values:
            self._warn_of_reach(str(values["public_url"]))
        return Settings(**values, warnings=tuple(self.warnings))  # type: ignore[arg-type]

    def _checked(self, name: str) -> str | int:
        typed = self.typed[name]
        value = CHECKS[name](typed.text, f"{name} ({typed.place})")
        if isinstance(value, Problem):
            self.problems.append(value)
        return value

    def _from_file(self, file: Path) -> Iterator[tuple[str, _Typed]]:
        if (text := self._text(file)) is None:
            return
        for binding in parse_stream(StringIO(text)):
            line = binding.original.line + _blank_lines(binding.original.string)
            place = _("line {line} of {file}", line=line, file=file.name)
            if binding.error or (binding.key and binding.value is None):
                self.problems.append(
                    _("{place} cannot be read. Write it as NAME=value.", place=place)
                )
            elif binding.key in CHECKS:
                yield binding.key, _Typed((binding.value or "").strip(), place)
            elif binding.key:
                self.warnings.append(_unknown(binding.key, place))

    def _text(self, file: Path) -> str | None:
        try:
            raw = file.read_bytes()
            mode = file.stat().st_mode
        except FileNotFoundError:
            return None
        except OSError as error:
            self.problems.append(
                _("{file} cannot be read: {reason}.", file=file.name, reason=error.strerror)
            )
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.problems.append(_("{file} is not UTF-8 text. Save it as UTF-8.", file=file.name))
            return None
        if os.name == "posix" and mode & 0o077:
            self.warnings.append(
                _(
                    "{file} contains secrets, and other users can read it. Run: chmod 600 {file}",
                    file=file.name,
                )
            )
        return text

    def _warn_of_reach(self, public_url: str) -> None:
        address = urlsplit(public_url)
        if _is_loopback(address.hostname or ""):
            self.warnings.append(
                _(
                    "PUBLIC_URL is {address}, which only this computer can reach, so members' "
                    "calendars cannot. Set it to the address that they use.",
                    address=public_url,
                )
            )
        elif address.scheme == "http":
            self.warnings.append(
                _(
                    "PUBLIC_URL is {address}, so private feeds are sent unencrypted, and some "
                    "calendar programs refuse them. Use an address with https.",
                    address=public_url,
                )
            )


def _blank_lines(original: str) -> int:
    """Return how many lines the parser skipped before the setting itself."""
    return len(original) and original[: len(original) - len(original.lstrip())].count("\n")


def _unknown(name: str, place: str) -> str:
    near = get_close_matches(name.upper(), CHECKS, n=1)
    if near:
        return _(
            "There is no setting {name} ({place}). Did you mean {near}?",
            name=name,
            place=place,
            near=near[0],
        )
    return _("There is no setting {name} ({place}).", name=name, place=place)


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
