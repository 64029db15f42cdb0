"""The fixed formats in which people type dates, weekdays and hours, in English."""

import re
from datetime import date, time

from bot.core.refusals import Refusal
from bot.core.translation import _

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A weekday, in full or cut short, in the singular or the plural.
WEEKDAY = (
    r"(?:mon(?:days?)?|tue(?:s|sdays?)?|wed(?:s|nesdays?)?|thu(?:rs?|rsdays?)?"
    r"|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)"
)
# An hour of the day: 17:00, 5pm, 5:30 p.m., noon; not a bare number.
HOUR = (
    r"(?:(?P<noon>noon)|(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"|(?P<hour12>[0-9]{1,2})(?::(?P<minute12>[0-9]{2}))? ?(?P<half>[ap])(?:m|\.m\.))"
)
HOUR_RANGE = re.compile(r"(?P<opens>[0-9:apm. ]+?) ?(?:-|–|to) ?(?P<closes>[0-9:apm. ]+)")
WEEKDAY_LIST = re.compile(rf"{WEEKDAY}(?:(?: |, ?| ?& ?)(?:and )?{WEEKDAY})*")
WEEKDAY_RANGE = re.compile(rf"(?P<first>{WEEKDAY}) ?(?:-|–|to) ?(?P<last>{WEEKDAY})")


def parse_date(text: str) -> date:
    """Return the date typed as 2027-03-12; refuse any other form and a day that does not exist."""
    typed = text.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            return date.fromisoformat(typed)
    except ValueError:
        message = _("{date} does not exist. Please type a date like 2027-03-12.", date=typed)
        raise Refusal(message) from None
    message = _(
        "I don't understand “{text}” as a date. Please type it like 2027-03-12.", text=typed[:60]
    )
    raise Refusal(message)


def weekdays_in(text: str) -> tuple[int, ...]:
    """Return the weekdays named in `text`, Monday as 0, in order and each once."""
    found = re.findall(rf"\b{WEEKDAY}\b", text.casefold())
    return tuple(
        number
        for number, name in enumerate(WEEKDAYS)
        if any(word[:3] == name[:3].casefold() for word in found)
    )


def hour_of(match: re.Match[str]) -> time:
    """Return the wall time in a match of HOUR; refuse 25:00 and 13pm."""
    if match["noon"]:
        return time(12)
    if half := match["half"]:
        hour, minute, hours = int(match["hour12"]), int(match["minute12"] or 0), range(1, 13)
    else:
        hour, minute, hours = int(match["hour"]), int(match["minute"]), range(24)
    if hour not in hours or minute not in range(60):
        typed = f"{hour}:{minute:02}{half + 'm' if half else ''}"
        message = _("{time} is not a time of day. Please type one like 17:00 or 5pm.", time=typed)
        raise Refusal(message)
    return time(hour % 12 + 12 * (half == "p") if half else hour, minute)


def parse_hours(text: str) -> tuple[time, time]:
    """Return the start and the later end of hours typed as "09:00-17:30"."""
    typed = HOUR_RANGE.fullmatch(_plain(text))
    ends = [re.fullmatch(HOUR, typed[end].strip()) for end in ("opens", "closes")] if typed else []
    opens, closes = (hour_of(end) if end else None for end in ends or (None, None))
    if opens is None or closes is None:
        message = _(
            "I don't understand “{text}” as hours. Please type them like 09:00-17:30.",
            text=text.strip()[:60],
        )
        raise Refusal(message)
    if opens >= closes:
        message = _(
            "{hours} ends before it starts. Please type the hours like 09:00-17:30.",
            hours=f"{opens:%H:%M}-{closes:%H:%M}",
        )
        raise Refusal(message)
    return opens, closes


def parse_weekdays(text: str) -> frozenset[int]:
    """Return the weekdays typed as "Sunday to Thursday" or "Mon, Tue, Fri"; Monday is 0."""
    plain = _plain(text)
    if match := WEEKDAY_RANGE.fullmatch(plain):
        (first,), (last,) = weekdays_in(match["first"]), weekdays_in(match["last"])
        return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
    if not WEEKDAY_LIST.fullmatch(plain):
        message = _(
            "I don't understand “{text}” as weekdays. "
            "Please type them like “Sunday to Thursday” or “Mon, Tue, Fri”.",
            text=text.strip()[:60],
        )
        raise Refusal(message)
    return frozenset(weekdays_in(plain))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
