"""What the vocabulary of typed times needs from a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MINUTE, HOUR, DAY, WEEK, MONTH = "minute", "hour", "day", "week", "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language, synonyms separated by "|".

    Words are written the way `plain` leaves typed text: lower case, without accents. Groups are in
    order: weekdays from Monday, months from January, counts and ordinals from one, days ahead from
    today. A language leaves out what it has no word for.
    """

    weekdays: tuple[str, ...]
    weekday_plurals: str = ""
    months: tuple[str, ...]
    counts: tuple[str, ...]
    ordinals: tuple[str, ...] = ()
    last: str = ""
    # Minutes, hours, days, weeks and months; `pairs` say two of them in one word.
    units: Mapping[str, str]
    pairs: Mapping[str, str] = field(default_factory=dict)
    half_an_hour: str
    # Amounts with a half: hours, in words that follow "in"; words for a half behind an amount.
    amounts: Mapping[str, float] = field(default_factory=dict)
    and_a_half: str = ""
    # Counts of days that mean whole weeks, such as the French "8 jours".
    idioms: Mapping[str, int] = field(default_factory=dict)

    days_ahead: tuple[str, ...]
    this_morning: str = ""
    this_afternoon: str = ""
    this_evening: str
    now: str
    end_of_day: str = ""
    next_week: str
    of_month: str
    # Which weekday is meant; `after_weekday` are those of these words that follow its name.
    this: str
    coming: str = ""
    next: str
    after_weekday: str = ""

    morning: str
    afternoon: str
    evening: str
    night: str = ""
    noon: str
    midnight: str
    # Minutes past the hour, negative ones before it: "half past", "quarter to".
    minutes_past: Mapping[str, int] = field(default_factory=dict)
    # The same behind the hour ("et demie"), and between a number of minutes and the hour.
    minutes_behind: Mapping[str, int] = field(default_factory=dict)
    past_hour: str = ""
    to_hour: str = ""
    # Hours in words, from one; minutes in words.
    hours: tuple[str, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)

    # "around", "from" and "to" of hours; "weeks after" a day; whose time it is.
    about: str = ""
    since: str = ""
    between: str = ""
    until: str = ""
    after_day: str = ""
    weeks_after: Mapping[str, int] = field(default_factory=dict)
    own_time: str = ""

    # Words before an hour, a day and a time from now, and between counts, each with its space.
    at: str
    on: str = ""
    ahead: str
    conjunction: str = ""

    every: str = ""
    repeating: str
    past: str
