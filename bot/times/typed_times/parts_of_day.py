"""Hours typed with a part of the day: 8 Uhr abends."""

from collections.abc import Sequence
from dataclasses import replace

from bot.times.typed_times.tokens import DayPart, HourOfDay, RelativeDay, TokenReadings


def within_part_of_day(parts: Sequence[TokenReadings]) -> list[TokenReadings]:
    """Return the parts with the hour that fits the part of the day, where both are typed once.

    "8 Uhr abends" says 20:00 as surely as "20 Uhr" does.
    """
    said = [
        part.within if isinstance(part, RelativeDay) else part
        for options in parts
        if len(options) == 1
        for part in [options[0].part]
    ]
    within = [part for part in said if isinstance(part, DayPart)]
    hours = [
        number
        for number, options in enumerate(parts)
        if any(isinstance(option.part, HourOfDay) for option in options)
    ]
    if len(within) != 1 or len(hours) != 1:
        return list(parts)
    ((number,), (part,)) = hours, within
    fits = tuple(
        replace(option, rank=0)
        for option in parts[number]
        if not isinstance(option.part, HourOfDay) or part.includes(option.part)
    )
    return [*parts[:number], fits or parts[number], *parts[number + 1 :]]
