"""The one place that reads the time, and the guard on the time-zone databases."""

from datetime import UTC, datetime, timedelta

import pytz
import tzdata


class ZonesDisagree(RuntimeError):  # noqa: N818 - what is wrong, as a sentence
    """pytz and tzdata are of two IANA releases: the same wall time would mean two instants."""


class Clock:
    """The system's clock; whoever needs the present is given one."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)


class MovableClock(Clock):
    """The system's clock plus a distance that only grows: the demo's, which begins in the past."""

    def __init__(self, *, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """Return the moved present instant, in UTC."""
        return super().now() + self._ahead

    def advance(self, distance: timedelta) -> None:
        """Move ahead; refuse to move back, since what was sent cannot be unsent."""
        if distance < timedelta():
            message = f"the clock only moves forward, not by {distance}"
            raise ValueError(message)
        self._ahead += distance


def tz_release() -> str:
    """Return the IANA release that wall times are judged by, like "2026f"."""
    return str(tzdata.IANA_VERSION)


def strict_release() -> str:
    """Return the IANA release of pytz, the judge of a typed time."""
    return str(pytz.OLSON_VERSION)  # type: ignore[attr-defined] # missing in types-pytz


def require_one_release(*, strict: str = strict_release(), usual: str = tz_release()) -> str:
    """Return the IANA release; raise ZonesDisagree where pytz and tzdata are of two."""
    if strict != usual:
        message = (
            f"pytz knows the time zones of {strict}, tzdata those of {usual}: "
            "install both of one release, as requirements.lock does (make does it in .venv)."
        )
        raise ZonesDisagree(message)
    return usual
