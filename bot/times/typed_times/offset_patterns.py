"""How distances from UTC are typed, and what says nothing about when."""

import re
from datetime import timedelta

from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.patterns import END, compiled
from bot.times.typed_times.place_names import ZoneOrOffset
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import EndHour, Filler, TokenReading, TokenReadings

FARTHEST_ZONE = timedelta(hours=14)
LAST_MINUTE = 59


def _offset(match: re.Match[str]) -> TokenReadings:
    """Return a distance from UTC; a bare -05:00 may also be where something ends."""
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    by = timedelta(hours=hours, minutes=minutes)
    if by > FARTHEST_ZONE or minutes > LAST_MINUTE:
        return ()
    behind = match["sign"] == "-"
    said = TokenReading(ZoneOrOffset(distance=-by if behind else by))
    is_iso = re.search(r"[0-9]t[0-9:]+$", match.string[: match.start()])
    if not behind or match["name"] or is_iso:
        return (said,)
    clock = f"{hours:02}:{minutes:02}"
    end = TokenReading(EndHour(hours, minutes), note=_("until {time}", time=clock))
    return (TokenReading(said.part, note=f"UTC-{clock}"), end)


def _anywhere_on_earth(_match: re.Match[str]) -> TokenReadings:
    """Return the distance at which a day ends last, as deadlines of conferences are given."""
    return (TokenReading(ZoneOrOffset(distance=-timedelta(hours=12))),)


def _own_time(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(ZoneOrOffset()),)


def _nothing(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(Filler()),)


OFFSET_PATTERNS = compiled(
    (
        (
            _offset,
            (
                r"(?P<name>utc|gmt)? ?(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})"
                rf"{END}(?!:)"
            ),
        ),
        (
            _offset,
            (
                r"(?P<name>utc|gmt) ?(?P<sign>[+-]) ?(?P<hours>[0-9]{1,2})"
                rf"(?::(?P<minutes>[0-9]{{2}}))?{END}(?!:)"
            ),
        ),
        (_anywhere_on_earth, rf"(?:aoe|anywhere[ ]on[ ]earth){END}"),
        (_own_time, rf"(?:in )?(?:{one_of(words.OWN_TIME)}){END}"),
        (_nothing, r"\([+-][12]\)"),
        (_nothing, rf"(?:{one_of(words.ABOUT)}){END}\.?(?= )|~ ?(?=[0-9])"),
    )
)
