"""Outcomes of sending, and what each of Discord's refusals means for a delivery."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from bot.core.translation import _

# Discord's error codes after which a retry only helps once somebody has fixed something, with the
# sentence that tells them what.
HOPELESS = {
    10003: _("The channel is gone. Please choose another one with /setup or /series edit."),
    10004: _("Meridian is no longer in the server. Please invite it again."),
    10013: _("This person is no longer on Discord."),
    50001: _("Meridian cannot see the channel. Please give it View Channel there."),
    50007: _(
        "Their direct messages are closed. Please ask them to allow messages from this server."
    ),
    50013: _("Meridian may not write there. Please give it Send Messages and Embed Links."),
    50035: _("Discord rejects this message. Please tell whoever runs Meridian."),
    50083: _("The thread is archived. Please open it again."),
    50278: _("Their direct messages are closed. Please ask them to share a server with Meridian."),
}
# Discord's answers to a repeat: the first message was deleted within the nonce's window, or the
# message is published already.
DONE_ALREADY = frozenset({10008, 40033})
THREAD_IS_THERE, THREAD_IS_ARCHIVED = 160004, 50083
# Discord limits how many direct messages a bot opens: the delivery is tried again later.
OPENS_TOO_FAST, UNTIL_OPENED = 40003, timedelta(minutes=10)
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY = 401, 403, 404, 429
BAN, REST = timedelta(minutes=10), timedelta(seconds=10)
LIMITED = re.compile(r"You are being rate limited\.")  # Discord's own words
ASKED_TO_WAIT = _("Discord asked Meridian to wait.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The message is in Discord. `message_id` is None where somebody deleted it already.

    `was_there`: an earlier try had sent it, and it may be out of date. `is_unfinished`: there is
    more to do. `lost_role` is a role to ping that was deleted. `remembered` is added to the
    delivery's payload.
    """

    channel_id: int
    message_id: int | None
    was_there: bool = False
    is_unfinished: bool = False
    lost_role: int | None = None
    remembered: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """It may have been sent or not: look for it and try again, `after` this at the earliest.

    `rests`: Discord wants nothing at all in the same place until then.
    """

    why: str
    after: timedelta | None = None
    rests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """It cannot be sent until somebody fixes what `why` says."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Halted:
    """Nothing may be sent at all: for `lasting`, or until Meridian is restarted."""

    why: str
    lasting: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """It is no longer wanted, for the reason that `why` gives."""

    why: str


Outcome = Sent | Again | Parked | Halted


def outcome_of(error: BaseException) -> Outcome:
    """Return what a failure of Discord means for a delivery; raise any other error."""
    if isinstance(error, discord.RateLimited):
        after = timedelta(seconds=error.retry_after)
        return Again(why=ASKED_TO_WAIT, after=after, rests=True)
    if isinstance(error, discord.HTTPException):
        return _of_status(error)
    if isinstance(error, (TimeoutError, aiohttp.ClientError, OSError)):
        return Again(why=_("Discord did not answer ({error}).", error=type(error).__name__))
    raise error


def _of_status(error: discord.HTTPException) -> Outcome:
    if error.code == OPENS_TOO_FAST:
        return Again(why=_("Discord opens no more direct messages for now."), after=UNTIL_OPENED)
    if error.status == UNAUTHORIZED:
        return Halted(why=_("Discord rejects the token."), lasting=None)
    if error.status == TOO_MANY:
        return _limited(error)
    if error.code in HOPELESS:
        return Parked(why=HOPELESS[error.code])
    return _refused(error)


def _limited(error: discord.HTTPException) -> Outcome:
    """Tell a limit of one place, of the whole bot, and a ban of this computer apart.

    discord.py waits for limits by itself: here arrives what was limited five times in a row, and
    Cloudflare's ban, which has neither a `Via` nor Discord's own words.
    """
    headers = getattr(error.response, "headers", {})
    if not headers.get("Via") and not LIMITED.fullmatch(error.text):
        return Halted(why=_("Discord has blocked this computer for a while."), lasting=BAN)
    after = _seconds(headers.get("Retry-After")) or REST
    if headers.get("X-RateLimit-Global") or headers.get("X-RateLimit-Scope") == "global":
        return Halted(why=ASKED_TO_WAIT, lasting=after)
    return Again(why=ASKED_TO_WAIT, after=after, rests=True)


def _seconds(header: str | None) -> timedelta | None:
    """Return the time in a header, at most an hour; None where it has none."""
    try:
        return timedelta(seconds=min(max(float(header or ""), 0.0), 3600.0))
    except ValueError:
        return None


def _refused(error: discord.HTTPException) -> Outcome:
    if error.status in {FORBIDDEN, NOT_FOUND}:
        return Parked(
            why=_(
                "Discord refuses this message ({code}: {text}).",
                code=error.code,
                text=error.text[:100],
            )
        )
    if 400 <= error.status < 500:  # noqa: PLR2004 - HTTP's client errors
        return Parked(why=HOPELESS[50035])
    return Again(why=_("Discord has a problem ({status}).", status=error.status))
