"""The arguments in the custom_id of a button or form."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from bot.chat.replies import VERSION
from bot.core.refusals import NotFound
from bot.core.translation import _

LARGEST = 2**63 - 1  # of SQLite's and of Discord's ids
OUTDATED = _("This button is from an older version of Meridian. Please type the command again.")
Choice = TypeVar("Choice", bound=StrEnum)


def chosen(data: Mapping[str, Any]) -> list[str]:
    """Return the values chosen in a select, from what Discord sends of a click."""
    return [str(value) for value in data.get("values", [])]


def require_current(version: str) -> None:
    """Refuse a custom_id of another version."""
    if version != VERSION:
        raise NotFound(OUTDATED)


def number(text: str) -> int:
    """Return the number in a custom_id; refuse anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    if not is_number or int(text) > LARGEST:
        raise NotFound(OUTDATED)
    return int(text)


def word(kind: type[Choice], text: str) -> Choice:
    """Return the value that a custom_id names; refuse an unknown one."""
    try:
        return kind(text)
    except ValueError:
        raise NotFound(OUTDATED) from None
