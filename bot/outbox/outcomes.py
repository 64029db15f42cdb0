"""Outcomes: what came of a try, and what Discord's refusals mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import discord

# Discord's codes after which trying again is of no use until somebody mends something, in words
# that say what (Discord, JSON error codes).
HOPELESS = {
    10003: "the channel is gone: please choose another one with /setup or /series edit",
    10004: "Meridian is no longer in the server: please invite it again",
    10013: "the person is no longer on Discord",
    50001: "Meridian may not see the channel: please give it View Channel there",
    50007: "their direct messages are closed: please ask them to allow messages from this server",
    50013: "Meridian may not write there: please give it Send Messages and Embed Links",
    50035: "Discord does not take the message: please tell whoever runs Meridian",
    50083: "the thread is archived: please open it again",
    50278: "their direct messages are closed: please ask them to share a server with Meridian",
}
# What a repeat gets that was done before: a message whose first was deleted within the nonce's
# window, a message that was published.
DONE_ALREADY = frozenset({10008, 40033})
THREAD_IS_THERE, THREAD_IS_ARCHIVED = 160004, 50083
# Discord opens only so many direct messages in a while: the same is tried again later.
OPENS_TOO_FAST, UNTIL_OPENED = 40003, timedelta(minutes=10)
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY = 401, 403, 404, 429
BAN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It is there. `message_id` is None where somebody deleted it already.

    `was_there`: it had gone out before, and may say what was true then. `is_unfinished`: there is
    more to be done. `lost_role` is one that was to be pinged and is no more. `remembered` is added
    to the delivery's payload.
    """

    channel_id: int
    message_id: int | None
    was_there: bool = False
    is_unfinished: bool = False
    lost_role: int | None = None
    remembered: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """It may or may not be there: to be looked for and tried again, `after` this at the soonest."""

    why: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """It cannot be sent until somebody mends what `why` says."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Halted:
    """Nothing may be sent at all: for `lasting`, or until the program is started anew."""

    why: str
    lasting: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """It is not wanted any more, for the reason given."""

    why: str


Outcome = Sent | Again | Parked | Halted


def outcome_of(error: BaseException) -> Outcome:
    """Return what a failure means for a delivery; raise what is no failure of Discord's."""
    if isinstance(error, discord.RateLimited):
        return Again(why="Discord asks to wait", after=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _of_status(error)
    if isinstance(error, (TimeoutError, aiohttp.ClientError, OSError)):
        return Again(why=f"Discord did not answer ({type(error).__name__})")
    raise error


def _of_status(error: discord.HTTPException) -> Outcome:
    if error.code == OPENS_TOO_FAST:
        return Again(why="Discord opens no more direct messages for now", after=UNTIL_OPENED)
    if error.status == UNAUTHORIZED:
        return Halted(why="Discord refuses the token", lasting=None)
    if error.status == TOO_MANY:
        # discord.py waits out ordinary limits by itself: what comes here is Cloudflare's ban.
        return Halted(why="Discord has shut out this computer for a while", lasting=BAN)
    if error.code in HOPELESS:
        return Parked(why=HOPELESS[error.code])
    return _refused(error)


def _refused(error: discord.HTTPException) -> Outcome:
    if error.status in {FORBIDDEN, NOT_FOUND}:
        return Parked(why=f"Discord refuses it ({error.code}: {error.text[:100]})")
    if 400 <= error.status < 500:  # noqa: PLR2004 - HTTP's client errors
        return Parked(why=HOPELESS[50035])
    return Again(why=f"Discord is in trouble ({error.status})")
