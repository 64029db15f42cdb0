"""The English grammar of recurrence rules."""

import re
from datetime import date

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.date_formats import HOUR, WEEKDAY, WEEKDAYS, hour_of, parse_date, weekdays_in
from bot.times.recurrence import ORDINALS, Frequency, Rule, in_month_order

MOST_CHARACTERS = 200
AMBIGUOUS = range(2, 6)  # "every second Thursday" may be of the month, or every two weeks

_POSITIONS = {name: number for number, name in ORDINALS.items()}
_POSITIONS |= {"penultimate": -2}
_POSITIONS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_NUMBERS = {"other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = rf"[0-9]{{1,9}}|{'|'.join(_NUMBERS)}"
_END = r"(?: until[ ](?P<until>[0-9]{4}-\S+)| (?:for )?(?P<count>[0-9]{1,9}) (?:time|meeting)s?)?"
_TAIL = rf"(?: at)? {HOUR}{_END}"
_WEEKLY = re.compile(
    rf"(?:(?:every (?P<interval>{_NUMBER}) weeks?|every week|weekly)(?: on)? "
    rf"|every (?P<other>other )?|on )?(?P<days>{WEEKDAY}(?: (?:and )?{WEEKDAY})*){_TAIL}"
)
_POSITION = "|".join(sorted(_POSITIONS, key=len, reverse=True))
_MONTHLY = re.compile(
    rf"(?:(?:every (?P<interval>{_NUMBER}) months?|every month|monthly)(?: on)? "
    rf"|(?P<every>every ))?(?:the )?(?P<positions>(?:{_POSITION})(?: (?:and )?(?:{_POSITION}))*) "
    rf"(?P<days>{WEEKDAY})"
    rf"(?P<of> of (?:the|each|every(?: (?P<of_interval>{_NUMBER}))?) months?)?{_TAIL}"
)
RULE_EXAMPLES = _(
    "I understand “Thursdays 17:00”, “every 2 weeks on Monday and Thursday 9:30”, "
    "“first Thursday of the month 5pm” or “every 2 months on the last Friday 15:00”, "
    "each with “until 2027-06-30” or “10 times” at the end if the series ends."
)


def parse_rule_text(text: str) -> Rule | None:
    """Return the rule that English words describe; None for words that don't fit the grammar.

    The words that `rule_text` writes always fit.
    """
    plain = text.casefold().replace(",", " ").replace("&", " and ")
    plain = re.sub(r"\b(?:second|next) to last\b", ORDINALS[-2], " ".join(plain.split()))
    if len(plain) > MOST_CHARACTERS:
        return None
    if match := _WEEKLY.fullmatch(plain):
        return _weekly(match)
    if match := _MONTHLY.fullmatch(plain):
        return _monthly(match)
    return None


def unknown_rule(text: str) -> Refusal:
    """Return the refusal of a text that describes no rule."""
    return Refusal(
        _(
            "I don't understand “{text}”. {examples}",
            text=text.strip()[:60],
            examples=RULE_EXAMPLES,
        )
    )


def _weekly(match: re.Match[str]) -> Rule:
    return Rule(
        frequency=Frequency.WEEKLY,
        weekdays=weekdays_in(match["days"]),
        wall=hour_of(match),
        interval=2 if match["other"] else _number(match["interval"]),
        until=_end_date(match),
        count=_end_count(match),
    )


def _monthly(match: re.Match[str]) -> Rule:
    ordinals = [_POSITIONS[one] for one in re.findall(_POSITION, match["positions"])]
    ordinal, *also = in_month_order(ordinals)
    if match["interval"] and match["of"]:
        raise unknown_rule(match[0])
    if match["every"] and not match["of"] and not also and ordinal in AMBIGUOUS:
        raise two_things(match["positions"], weekdays_in(match["days"])[0], ordinal)
    return Rule(
        frequency=Frequency.MONTHLY,
        weekdays=weekdays_in(match["days"]),
        ordinal=ordinal,
        also=tuple(also),
        wall=hour_of(match),
        interval=_number(match["interval"] or match["of_interval"]),
        until=_end_date(match),
        count=_end_count(match),
    )


def two_things(typed: str, weekday: int, ordinal: int) -> Refusal:
    """Return the refusal of "every second Thursday": of the month, or every two weeks."""
    return Refusal(
        _(
            "“Every {position} {weekday}” can mean two things. Please type "
            "“every {number} weeks on {weekday}” or “{ordinal} {weekday} of the month”.",
            position=typed,
            weekday=WEEKDAYS[weekday],
            number=ordinal,
            ordinal=ORDINALS[ordinal],
        )
    )


def _number(word: str | None) -> int:
    return 1 if word is None else _NUMBERS.get(word) or int(word)


def _end_date(match: re.Match[str]) -> date | None:
    return parse_date(match["until"]) if match["until"] else None


def _end_count(match: re.Match[str]) -> int | None:
    return int(match["count"]) if match["count"] else None
