"""Reminder settings: of series and of members."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.meetings.model.scheduled_events import MIRRORED_AHEAD
from bot.series.model.series import Terms, Visibility
from bot.servers.model.collaborations import Collaboration

# Deliveries are planned this far ahead; a daily job plans what comes nearer.
HORIZON = MIRRORED_AHEAD + timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSchedule:
    """What a series posts before its meetings.

    A talk is announced once it has a title and an abstract, at most `talk_days` ahead; a meeting
    without talks `meeting_days` ahead; 0 announces nothing. `morning_sites` are the ids of the
    sites in whose morning the channel is reminded the day before; None means the host or anchor.
    `minutes` is how long before the start the channel is reminded again, 0 for never. `role_id` is
    the role that announcements ping; `nudges` asks speakers for missing details. `threads` opens a
    thread for questions under each talk's announcement.
    """

    talk_days: int = 28
    meeting_days: int = 7
    morning_sites: tuple[int, ...] | None = None
    minutes: int = 15
    role_id: int | None = None
    nudges: bool = True
    threads: bool = False


class Way(StrEnum):
    """How a member wants to be reminded."""

    CHANNEL = "channel"
    DM = "dm"
    NOTHING = "nothing"


class About(StrEnum):
    """What a member wants to be reminded of by direct message."""

    MINE = "mine"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """How a member wants to be reminded; `leads` are minutes before the start, longest first."""

    way: Way = Way.CHANNEL
    leads: tuple[int, ...] = (24 * 60, 15)
    about: About = About.MINE


def channel_of(terms: Terms, collaboration: Collaboration) -> int | None:
    """Return the channel for meetings; those for members never go to the public one."""
    everywhere = terms.visibility is Visibility.PUBLIC
    return terms.channel_id or (collaboration.announcement_channel_id if everywhere else None)
