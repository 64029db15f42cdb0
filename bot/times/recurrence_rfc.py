"""Recurrence rules as RFC 5545 writes them, which is how they are stored.

`FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYHOUR=17;BYMINUTE=0;UNTIL=20270630T170000` is every two weeks
on Monday and Thursday at 17:00 until 30 June 2027. All times are wall times of the series' zone.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from bot.core.refusals import Refusal
from bot.times.recurrence import Frequency, Rule

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {Frequency.WEEKLY: "WEEKLY", Frequency.MONTHLY: "MONTHLY"}
_BY_NAME = {name: frequency for frequency, name in _FREQUENCIES.items()}
_DAY = re.compile(rf"(?P<ordinal>-[12]|[1-5])?(?P<day>{'|'.join(_DAYS)})")
_UNTIL = "%Y%m%dT%H%M%S"
_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYHOUR", "BYMINUTE", "UNTIL", "COUNT"})


def rrule_text(rule: Rule) -> str:
    """Return a rule as the value of an RRULE property, which `rule_of` turns back into it."""
    last = rule.until and datetime.combine(rule.until, rule.wall)
    parts = {
        "FREQ": _FREQUENCIES[rule.frequency],
        "INTERVAL": rule.interval if rule.interval > 1 else None,
        "BYDAY": ",".join(
            f"{ordinal}{_DAYS[day]}" for day in rule.weekdays for ordinal in rule.ordinals or ("",)
        ),
        "BYHOUR": rule.wall.hour,
        "BYMINUTE": rule.wall.minute,
        "UNTIL": last and f"{last:{_UNTIL}}",
        "COUNT": rule.count,
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value is not None)


def rule_of(text: str) -> Rule:
    """Return the rule of such a value; raise ValueError for one that `rrule_text` cannot write."""
    try:
        return _rule(_parts(text))
    except (KeyError, ValueError, Refusal) as error:
        message = f"not the RRULE of a series: {text!r}"
        raise ValueError(message) from error


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=")[::2] for part in text.split(";")]
    parts = dict(pairs)
    if len(parts) < len(pairs) or not parts.keys() <= _PARTS:
        raise ValueError(text)
    return parts


def _rule(parts: Mapping[str, str]) -> Rule:
    days = [_DAY.fullmatch(day) for day in parts["BYDAY"].split(",")]
    named = [(match["day"], match["ordinal"]) for match in days if match is not None]
    ordinals = [int(ordinal) for _, ordinal in named if ordinal is not None]
    if len(named) < len(days) or (ordinals and len(ordinals) < len(named)):
        raise ValueError(parts["BYDAY"])
    return Rule(
        frequency=_BY_NAME[parts["FREQ"]],
        weekdays=tuple(dict.fromkeys(_DAYS.index(day) for day, _ in named)),
        ordinal=ordinals[0] if ordinals else None,
        also=tuple(ordinals[1:]),
        wall=time(int(parts["BYHOUR"]), int(parts["BYMINUTE"])),
        interval=int(parts.get("INTERVAL", 1)),
        until=_date(parts["UNTIL"]) if "UNTIL" in parts else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def _date(text: str) -> date:
    return datetime.strptime(text, _UNTIL).date()  # noqa: DTZ007 - a wall time has no zone
