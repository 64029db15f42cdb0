"""Whether an entry leaves its owner free."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.ics.reading.components import CalendarComponent

CANCELLED = frozenset({"CANCELLED", "CANCELED"})
FREE_AT_MICROSOFT = frozenset({"FREE", "WORKINGELSEWHERE"})
TRUE = frozenset({"TRUE", "1", "YES"})
ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")
FEWEST_INVITATIONS = 3  # before somebody who is in all of them is taken for the owner


def is_cancelled(entry: CalendarComponent) -> bool:
    """Return whether an entry does not take place."""
    return entry.value("STATUS").upper() in CANCELLED


def is_free(entry: CalendarComponent, owner: str) -> bool:
    """Return whether an entry leaves its owner free: by its marks, or because they declined."""
    shown = entry.value("TRANSP").upper()
    is_transparent = shown.startswith("TRANSPARENT") or shown.strip("0") in {"1", "2"}
    at_microsoft = entry.value("X-MICROSOFT-CDO-BUSYSTATUS").upper()
    is_marked = is_transparent or at_microsoft in FREE_AT_MICROSOFT or is_cancelled(entry)
    return is_marked or _is_declined(entry, owner)


def is_marked_all_day(entry: CalendarComponent) -> bool:
    """Return whether an entry with times says that it lasts whole days."""
    return any(entry.value(name).upper() in TRUE for name in ALL_DAY)


def _is_declined(entry: CalendarComponent, owner: str) -> bool:
    replies = {_person(line.value): line.parameter("PARTSTAT") for line in entry.every("ATTENDEE")}
    own = replies.get(owner, "") if len(replies) > 1 else next(iter(replies.values()), "")
    return own.upper() == "DECLINED"


def owner_of(calendars: Sequence[CalendarComponent]) -> str:
    """Return the address of a calendar's owner, empty if it is not certain.

    It is the calendar's name, or the one address that is in every invitation.
    """
    names = [calendar.value("X-WR-CALNAME").casefold() for calendar in calendars]
    named = next((name for name in names if "@" in name and " " not in name), "")
    return named or _in_every_invitation(part for one in calendars for part in one.parts)


def _in_every_invitation(parts: Iterable[CalendarComponent]) -> str:
    counts: Counter[str] = Counter()
    invitations: set[frozenset[str]] = set()
    for part in parts:
        people = frozenset(_person(line.value) for line in part.every("ATTENDEE"))
        if len(people) > 1 and people not in invitations:
            invitations.add(people)
            counts.update(people)
    everywhere = [person for person, count in counts.items() if count == len(invitations)]
    is_certain = len(everywhere) == 1 and len(invitations) >= FEWEST_INVITATIONS
    return everywhere[0] if is_certain else ""


def _person(value: str) -> str:
    return value.casefold().removeprefix("mailto:").strip()
