"""The process that reads somebody's calendar: `python -m bot.ics.sandbox_worker`.

It gets one line of JSON and then the calendar on standard input, and answers with one line. It
knows no secrets, and sets its own limits before it reads.
"""

import json
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bot.core.intervals import Interval
from bot.ics.reader import busy_in, days_in
from bot.ics.reading.components import Unreadable

MOST_MEMORY = 768 << 20  # bytes


def limit(seconds: int) -> None:
    """Limit the processor seconds and the memory that this process may still use."""
    try:
        import resource  # noqa: PLC0415 - Windows has none; there the parent's clock is the limit
    except ImportError:
        return
    until = int(time.process_time()) + 1 + seconds
    for what, most in (
        (resource.RLIMIT_CPU, (until, until + 1)),
        (resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY)),
        (resource.RLIMIT_CORE, (0, 0)),
    ):
        with suppress(ValueError, OSError):  # not every system supports these limits
            resource.setrlimit(what, most)


def answer(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return the result as JSON values, or a refusal."""
    start, end = (datetime.fromtimestamp(asked[name], UTC) for name in ("since", "until"))
    window = Interval(start, end)
    try:
        if asked["what"] == "days":
            whole = days_in(data, zone=asked["zone"], window=window)
            return {"days": [asdict(one) for one in whole.days], "report": asdict(whole.report)}
        busy = busy_in(data, zone=asked["zone"], window=window)
        times = [[one.start.timestamp(), one.end.timestamp()] for one in busy.times]
        return {"busy": times, "report": asdict(busy.report)}
    except Unreadable as refusal:
        return {"refusal": str(refusal)}


def main() -> None:
    """Read a calendar and print the result."""
    asked = json.loads(sys.stdin.buffer.readline())
    limit(asked["seconds"])
    print(json.dumps(answer(asked, sys.stdin.buffer.read()), default=str))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
