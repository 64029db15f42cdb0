"""Lead times as people type them, like “1 day, 15 minutes”."""

import re

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _

LEAD = re.compile(r"(\d{1,3}) ?(minutes?|mins?|m|hours?|h|days?|d)")
UNITS = {"m": 1, "h": 60, "d": 24 * 60}
LONGEST_LEAD = 14 * 24 * 60
MOST_LEADS = 4


def parse_leads(typed: str) -> tuple[int, ...]:
    """Return lead times typed as "1 day, 15 minutes", in minutes, longest first."""
    parts = [part.strip() for part in re.split(r"[,;]| and ", text.clean(typed).casefold())]
    found = [LEAD.fullmatch(part) for part in parts if part]
    if not found or any(match is None for match in found):
        raise Refusal(
            _(
                "I do not understand the lead times “{typed}”. "
                "Please type them like “1 day, 15 minutes”.",
                typed=typed.strip()[:60],
            )
        )
    minutes = {int(m[1]) * UNITS[m[2][0]] for m in found if m is not None}
    if len(minutes) > MOST_LEADS or not 0 < min(minutes) <= max(minutes) <= LONGEST_LEAD:
        raise Refusal(
            _(
                "I can remind you at most {count} times, from 1 minute to 14 days before. "
                "Please type other lead times.",
                count=MOST_LEADS,
            )
        )
    return tuple(sorted(minutes, reverse=True))
