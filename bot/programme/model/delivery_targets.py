"""The people and channels that deliveries about a meeting may go to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.attendance.model import Answer
from bot.people.model.members import Member
from bot.programme.model.reminders import Preference
from bot.sites.model.sites import Site
from bot.sites.model.working_hours import WorkingHours


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTargets:
    """The people and channels that deliveries about one meeting may go to.

    `reminded` are the members who want direct messages, `answers` are members' answers to the
    meeting, `speakers` are the working hours of its speakers. `organizers` are the targets that
    reach organizers. `mirrored_in` is the server whose events show the meeting, None for none.
    """

    channel_id: int | None
    sites: Sequence[Site]
    anchor: Site | None
    reminded: Sequence[tuple[Member, Preference]] = ()
    answers: Mapping[int, Answer] = field(default_factory=dict)
    speakers: dict[int, WorkingHours] = field(default_factory=dict)
    organizers: Sequence[str] = ()
    mirrored_in: int | None = None
