"""The question that somebody types, and the poll that is proposed from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.people.model.members import Member
from bot.polls.model.polls import FEWEST_CANDIDATES, MOST_CANDIDATES
from bot.times.zones import occurrence_instant, wall_time

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=60)
USUAL_MINUTES = 60
USUALLY_OPEN, EVENING = timedelta(days=3), time(18)
BEFORE_FIRST = timedelta(hours=1)
NUDGED_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A poll as it was typed: `times` one a line, `people` by name or mention, or none.

    `minutes` is how long the meeting lasts, 0 where only the times may say it. `member_ids` are
    people that another command has already found.
    """

    title: str
    times: str
    minutes: int = 0
    deadline: str = ""
    people: str = ""
    member_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A poll that can be posted, but is not saved yet; `with_ends` if its times said how long."""

    title: str
    minutes: int
    starts: tuple[datetime, ...]
    deadline: datetime
    asked: tuple[Member, ...]
    with_ends: bool = False


def usual_deadline(starts: Sequence[datetime], *, zone: str, now: datetime) -> datetime:
    """Return the deadline of a poll without a typed one: the evening of the third day in `zone`.

    It is always before the first candidate time.
    """
    third = wall_time(now, zone).date() + USUALLY_OPEN
    evening = occurrence_instant(datetime.combine(third, EVENING), zone)
    return min(evening, min(starts) - BEFORE_FIRST)


def require_one_length(stated: int, typed: Collection[int]) -> int:
    """Return how long the meeting lasts, as stated or as the ends of the times say; refuse both."""
    lengths = sorted({*typed, *([stated] if stated else [])})
    if len(lengths) > 1:
        message = _(
            "The times last {lengths} minutes, but a poll is for one length. "
            "Please type only when each begins.",
            lengths=_(" or ").join(map(str, lengths)),
        )
        raise Refusal(message)
    return lengths[0] if lengths else USUAL_MINUTES


def require_candidates(starts: Sequence[datetime], *, now: datetime) -> list[datetime]:
    """Return the candidate times in order, each once; refuse too few, too many, or past ones."""
    ordered = sorted(set(starts))
    if not FEWEST_CANDIDATES <= len(ordered) <= MOST_CANDIDATES:
        message = _(
            "A poll needs {fewest} to {most} times, not {number}. "
            "Please type each time on its own line.",
            fewest=FEWEST_CANDIDATES,
            most=MOST_CANDIDATES,
            number=len(ordered),
        )
        raise Refusal(message)
    if ordered[0] <= now:
        message = _("One of these times is in the past. Please type future times.")
        raise Refusal(message)
    return ordered


def require_deadline(deadline: datetime, starts: Sequence[datetime], *, now: datetime) -> datetime:
    """Return the deadline; refuse one that is too near, too far or too late."""
    if deadline - now < SHORTEST:
        message = _(
            "The poll would close right away. Please type a later deadline, or later times."
        )
        raise Refusal(message)
    if deadline - now > LONGEST:
        message = _(
            "A poll can be open for up to {count} days. Please type an earlier deadline.",
            count=LONGEST.days,
        )
        raise Refusal(message)
    if deadline >= max(starts):
        message = _("The deadline is after the last of the times. Please type an earlier one.")
        raise Refusal(message)
    return deadline
