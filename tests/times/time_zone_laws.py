"""Laws that were never made: zone files that stand in place of the usual ones."""

import struct
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sites.model import usual_hours
from bot.times import zones


@contextmanager
def other_laws(folder: Path) -> Iterator[Path]:
    """Read zones from a folder first, while entered."""
    zoneinfo.reset_tzpath(to=[str(folder)])
    try:
        yield folder
    finally:
        zoneinfo.reset_tzpath(to=())
        forget_clocks()


def forget_clocks() -> None:
    """Read the zones again, as a restarted program does."""
    zoneinfo.ZoneInfo.clear_cache()
    zones._clock.cache_clear()  # noqa: SLF001 - a new process knows none
    for known in (zones.clock_changes, usual_hours._distance_changes):  # noqa: SLF001 - the same
        known.cache_clear()


def abolish_summer_time(laws: Path, zone: str, *, hours: int, name: str) -> None:
    """Keep the clocks of a zone on winter time, in the format of RFC 8536."""
    names = f"{name}\0".encode()
    block = struct.pack(">ibb", hours * 3600, 0, 0) + names
    head = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, len(names))
    footer = f"\n{name}{-hours}\n".encode()
    file = laws / zone
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(head + block + head + block + footer)
    forget_clocks()
