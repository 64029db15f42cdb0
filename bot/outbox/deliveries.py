"""Deliveries: messages and acts that are due at a time, each carried out exactly once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any


class Kind(StrEnum):
    """The stored names of kinds of post; a subject may have others of its own."""

    ANNOUNCEMENT = "announcement"
    DAY_BEFORE = "day before"
    SOON = "soon"
    REMINDER = "reminder"
    NOTICE = "notice"
    SPEAKER_NEWS = "speaker news"
    SPEAKER_NUDGE = "speaker nudge"
    ORGANIZER_NUDGE = "organizer nudge"
    DIGEST = "digest"
    BOARD = "board"
    COMPOSED = "composed"
    OWN = "own reminder"
    TROUBLE = "trouble"
    SWAP = "swap"
    OFFER = "offer"
    LETTER = "letter"
    THREAD = "thread"
    THREAD_END = "thread end"
    PUBLISHING = "publishing"
    CLOCKS = "clocks"
    ZONES = "zones"
    INVITATION = "invitation"
    SEAT = "seat"
    MIRROR = "mirror"
    POLL = "poll"
    POLL_NUDGE = "poll nudge"
    POLL_RESULT = "poll result"
    UNREAD = "unread entries"


class State(StrEnum):
    """The state of a delivery.

    PARKED waits until somebody fixes what keeps it back. EXPIRED was not sent before it became
    pointless. WITHDRAWN is no longer wanted. DROPPED was given up by an organizer.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    PARKED = "parked"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


# Why a delivery was withdrawn, as its row says; such a row is restored when the server comes back.
SERVER_LEFT = "the server removed Meridian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that falls due: about `what`, to `target`, for one `occurrence`.

    Together with `kind` these are unique. `target` is made by to_channel, to_member or to_server.
    After `pointless_after` it is no longer worth sending.
    """

    kind: str
    what: str
    target: str
    occurrence: str = ""
    due: datetime
    pointless_after: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What no two deliveries of a collaboration have in common."""
        return self.what, self.kind, self.target, self.occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Due):
    """A Due as the outbox stores it.

    `try_at` is when it is tried next: when due, or later after a try that failed. `tries` counts
    attempts; `first_tried_at` is when the first began. `channel_id` and `message_id` locate its
    message in Discord, `digest` identifies what was last rendered there, and `edit_due` is when
    the message is checked again, None where nothing has changed. `why` says what kept it back.
    """

    id: int
    collaboration_id: int
    state: State
    try_at: datetime
    lease_until: datetime | None = None
    tries: int = 0
    first_tried_at: datetime | None = None
    channel_id: int | None = None
    message_id: int | None = None
    digest: str = ""
    sent_at: datetime | None = None
    edited_at: datetime | None = None
    edit_due: datetime | None = None
    why: str = ""

    def nonce(self, instance: str) -> str:
        """Return what lets Discord recognize a repeat of this delivery: at most 25 characters.

        It is derived from the content and the target, so a copy of the database has the same.
        """
        told = "|".join((instance, str(self.collaboration_id), *map(str, self.key)))
        return blake2b(told.encode(), digest_size=12).hexdigest()


def to_channel(channel_id: int) -> str:
    """Return the target that is a channel."""
    return f"channel:{channel_id}"


def to_member(member_id: int) -> str:
    """Return the target that is a member's direct messages."""
    return f"member:{member_id}"


def to_server(guild_id: int) -> str:
    """Return the target that is a server's own list of events."""
    return f"server:{guild_id}"


def about_meeting(meeting_id: int) -> str:
    """Return what a delivery is about: a meeting."""
    return f"meeting:{meeting_id}"


def about_talk(talk_id: int) -> str:
    """Return what a delivery is about: a talk."""
    return f"talk:{talk_id}"


def about_own_reminders(member_id: int) -> str:
    """Return what a delivery is about: a reminder that a member set."""
    return f"own:{member_id}"


def number_in(name: str, prefix: str) -> int | None:
    """Return the number in "meeting:12" or "channel:34", None where it is something else."""
    kind, _, number = name.partition(":")
    return int(number) if kind == prefix and number.isdigit() else None


def moment_key(start: datetime) -> str:
    """Return a start as part of an occurrence; a meeting that is moved gets another one."""
    return f"{start:%Y%m%dT%H%MZ}"
