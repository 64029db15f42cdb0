"""What all patterns of typed times share."""

import re
from collections.abc import Callable, Iterable

from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import TokenReadings

Reader = Callable[[re.Match[str]], TokenReadings]
# A pattern, and what reads a match of it; a match without readings does not count.
Pattern = tuple[re.Pattern[str], Reader]

# Where a form may end: before anything but a letter or a digit.
END = r"(?![^\W_])"
# "17:00 am 3. Dezember" is German: a day follows, so that "am" is no half of the day.
NO_DAY = rf"(?! (?:[0-9]{{1,2}}(?:\.|$)|(?:mo|di|mi|do|fr|sa|so){END}))"
ON = rf"(?:{one_of(words.ON)})?"
AT = rf"(?:{one_of(words.AT)}|@ ?)"


def compiled(forms: Iterable[tuple[Reader, str]]) -> tuple[Pattern, ...]:
    """Return the patterns of forms, each written as a reader and a regular expression."""
    return tuple((re.compile(pattern), read) for read, pattern in forms)
