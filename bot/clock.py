"""The only place that reads the time, and a check of the time-zone databases."""

from datetime import UTC, datetime, timedelta

import pytz
import tzdata

from bot.core.translation import _


class ZonesDisagree(RuntimeError):  # noqa: N818 - a sentence for the operator
    """pytz and tzdata have different IANA releases, so one wall time could mean two instants."""


class Clock:
    """The system's clock; code that needs the present takes a clock as an argument."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)


class MovableClock(Clock):
    """The system's clock plus an offset that only grows, for the demo."""

    def __init__(self, *, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """Return the present instant plus the offset, in UTC."""
        return super().now() + self._ahead

    def advance(self, distance: timedelta) -> None:
        """Move forward; refuse to move back, since messages cannot be unsent."""
        if distance < timedelta():
            message = f"the clock only moves forward, not by {distance}"
            raise ValueError(message)
        self._ahead += distance


def tz_release() -> str:
    """Return the IANA release of tzdata, like "2026f"."""
    return str(tzdata.IANA_VERSION)


def strict_release() -> str:
    """Return the IANA release of pytz, which checks typed times."""
    return str(pytz.OLSON_VERSION)  # type: ignore[attr-defined] # missing in types-pytz


def require_one_release(*, strict: str = strict_release(), usual: str = tz_release()) -> str:
    """Return the IANA release; raise ZonesDisagree if pytz and tzdata have different ones."""
    if strict != usual:
        message = _(
            "pytz has the time zones of {pytz}, but tzdata has those of {tzdata}. Install the same "
            "release of both, as in requirements.lock (make does so in .venv).",
            pytz=strict,
            tzdata=usual,
        )
        raise ZonesDisagree(message)
    return usual
