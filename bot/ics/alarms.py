"""Alarms in the entries of a feed, for subscribers who ask for them by their address."""

import re
from collections.abc import Sequence
from datetime import datetime

MINUTES = (5, 10, 15, 30, 60, 120, 1440)
START = re.compile(rb"\r\nDTSTART:([0-9]{8}T[0-9]{6}Z)\r\n")
END = b"END:VEVENT\r\n"


def with_alarms(entries: Sequence[bytes], minutes: int, *, now: datetime) -> list[bytes]:
    """Return VEVENTs with an alarm some minutes before the start (RFC 5545, section 3.6.6).

    Cancelled meetings, all-day notices and the past get none: a program that sees an alarm for the
    first time after its moment shows it at once.
    """
    alarm = (
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\n"
        b"TRIGGER:-PT%dM\r\nEND:VALARM\r\n" % minutes
    )
    moment = f"{now:%Y%m%dT%H%M%SZ}".encode()
    return [
        entry.removesuffix(END) + alarm + END if _rings(entry, moment) else entry
        for entry in entries
    ]


def _rings(entry: bytes, moment: bytes) -> bool:
    start = START.search(entry)
    is_ahead = start is not None and start[1] >= moment
    return is_ahead and entry.endswith(END) and b"\r\nSTATUS:CANCELLED\r\n" not in entry
