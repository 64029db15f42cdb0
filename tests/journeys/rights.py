"""Who somebody is in a scene, and what a command or a button is for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.journeys.scene import Scene

STRANGER, MEMBER, SPEAKER, ORGANIZER, OUTSIDER = (
    "stranger",
    "member",
    "speaker",
    "organizer",
    "outsider",
)
EVERYBODY = {STRANGER, MEMBER, SPEAKER, ORGANIZER}
MEMBERS = {MEMBER, SPEAKER, ORGANIZER}

# Who may click a button, and its custom_id.
Rights = tuple[set[str], str]
Options = Callable[[Scene], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may use a command with these options, of the scene's own collaboration.

    `outsider` is what an organizer of another collaboration gets who types the same ids there:
    "refused", or "own" where the command names nothing of the first and shows their own.
    """

    may: set[str]
    options: Options = lambda _: {}
    outsider: str = "refused"
