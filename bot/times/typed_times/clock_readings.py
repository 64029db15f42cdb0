"""What an hour that was typed may mean on the clock."""

from bot.core.translation import _
from bot.times.typed_times.tokens import HourOfDay, Impossible, TokenReading, TokenReadings

HALF_A_DAY = 12
LAST_HOUR, LAST_MINUTE = 24, 59
AFTERNOONS = range(1, 8)  # hours after which 5:00 may well mean the afternoon
DAY_END = _("24:00 is the end of the day.")


def no_such_hour(typed: str) -> TokenReadings:
    """Return what stands for an hour that does not exist."""
    message = _("{time} is not a time of day. Please type one like 17:00 or 5pm.", time=typed)
    return (TokenReading(Impossible(message)),)


def clock(hour: int, minute: int, typed: str) -> TokenReadings:
    """Return an hour of 24; written like 5:00 it may be meant as one of twelve."""
    if hour > LAST_HOUR or minute > LAST_MINUTE or (hour == LAST_HOUR and minute):
        return no_such_hour(typed)
    if hour == LAST_HOUR:
        return (TokenReading(HourOfDay(hour), asks=DAY_END),)
    return (TokenReading(HourOfDay(hour, minute)),)


def of_two(hour: int, minute: int) -> TokenReadings:
    """Return the hours that a number may stand for without "am" or "pm"."""
    found = clock(hour, minute, f"{hour}:{minute:02}")
    if isinstance(found[0].part, HourOfDay) and 0 < hour <= HALF_A_DAY:
        return tuple(
            TokenReading(HourOfDay((hour + half) % LAST_HOUR, minute)) for half in (0, HALF_A_DAY)
        )
    return found
