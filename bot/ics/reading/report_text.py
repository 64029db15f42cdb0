"""What could not be read of a calendar, in words for whom it belongs to."""

from bot.chat.markdown import escape
from bot.core.translation import _
from bot.ics.reading.reports import LineFault, ReadingReport

MOST_LINES = 3


def unread_text(report: ReadingReport) -> str:
    """Return how many entries could not be read, with the first of their lines; empty if none."""
    if not report.unread:
        return ""
    told = report.faults[:MOST_LINES]
    lines = [unread_count(report), *map(_line, told)]
    rest = report.unread - len(told)
    return "\n".join([*lines, _("… and {number} more", number=rest)] if rest > 0 else lines)


def unread_count(report: ReadingReport) -> str:
    """Return the sentence that says how many entries could not be read."""
    return _(
        "{unread} of {count} entry could not be read in full:",
        plural="{unread} of {count} entries could not be read in full:",
        unread=f"{report.unread:,}",
        count=report.entries,
    )


def _line(fault: LineFault) -> str:
    code = " ".join(fault.line.replace("`", "'").split())
    return _(
        "· line {number}: `{line}`: {reason}",
        number=fault.number,
        line=code,
        reason=escape(fault.reason),
    )
