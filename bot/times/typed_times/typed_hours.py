"""Reads typed hours, as somebody works: 9-17, 9am to 5pm, 22:00-02:00."""

from datetime import time

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.date_formats import parse_hours
from bot.times.typed_times.range_patterns import LONGEST_NIGHT, RANGE_PATTERNS
from bot.times.typed_times.tokenizer import UnknownWord, tokens_in
from bot.times.typed_times.tokens import HourOfDay

LIKELY = 1  # the rank of readings that are as good as asked about
DAY = 24 * 60  # minutes
Hours = tuple[time, time]


def read_hours(text: str) -> Hours:
    """Return the start and the end of typed hours; an end before the start is on the next day.

    Refuses hours that can mean several, with all of them, and any other text with its reason.
    """
    try:
        readings = tokens_in(text, {}, forms=RANGE_PATTERNS)
    except UnknownWord:
        return parse_hours(text)
    found = [
        _ends(option.part)
        for option in readings[0]
        if isinstance(option.part, HourOfDay) and option.part.lasts and option.rank <= LIKELY
    ]
    if len(readings) != 1 or not found or _is_over_night(*found[0]):
        return parse_hours(text)
    if len(found) > 1:
        message = _(
            "“{text}” can mean several hours. Please type {choices}.",
            text=text.strip()[:60],
            choices=_(" or ").join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in found),
        )
        raise Refusal(message)
    return found[0]


def _ends(hour: HourOfDay) -> Hours:
    opens = time(hour.hour % 24, hour.minute)
    ends = opens.hour * 60 + opens.minute + hour.lasts
    return opens, time(ends // 60 % 24, ends % 60)


def _is_over_night(opens: time, closes: time) -> bool:
    """Return whether they end at midnight, or on the next day after longer than a night."""
    lasts = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    return closes == time() or (lasts <= 0 and lasts + DAY > LONGEST_NIGHT)
