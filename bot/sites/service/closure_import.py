"""Reading the closures of a site from a calendar file."""

from datetime import datetime, timedelta

from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.ics.reading.report_text import unread_text
from bot.ics.sandbox import Reader
from bot.sites.model.closures import Level
from bot.sites.model.sites import Site
from bot.sites.model.stated_closures import ImportedClosures, imported, named_like
from bot.times.zones import wall_time

READ_AHEAD = timedelta(days=2 * 366)
MOST_BYTES = 1_000_000


async def read_calendar(
    reader: Reader, site: Site, data: bytes, *, level: Level, only: str, now: datetime
) -> ImportedClosures:
    """Return the coming all-day entries of a calendar as closures, those named like `only`."""
    if len(data) > MOST_BYTES:
        message = _("That file is larger than 1 MB. Export fewer entries and try again.")
        raise Refusal(message)
    window = Interval(now, now + READ_AHEAD)
    read = await reader.days(data, zone=site.zone, window=window)
    every = imported(read.days, level=level, today=wall_time(now, site.zone).date())
    chosen = named_like(every, only)
    if not chosen:
        told = (_nothing_found(len(every), only), unread_text(read.report))
        raise Refusal("\n".join(filter(None, told)))
    return ImportedClosures(
        site=site,
        closures=tuple(chosen),
        left_out=len(every) - len(chosen),
        report=read.report,
    )


def _nothing_found(count: int, only: str) -> str:
    if not count:
        return _("That calendar has no all-day entries in the next two years.")
    return _(
        "None of the {number} all-day entries in that calendar contains “{words}”. "
        "Try other words, or leave them out.",
        number=count,
        words=only.strip()[:60],
    )
