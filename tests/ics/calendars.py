"""Somebody's calendars, and what is read from them."""

from datetime import UTC, datetime, timedelta

from bot.core.intervals import Interval

SINCE = datetime(2026, 11, 23, 9, tzinfo=UTC)
WINDOW = Interval(SINCE, SINCE + timedelta(days=365))
ZURICH = "Europe/Zurich"


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]
    )


def ics(*components: str, heading: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", heading, *components]
    return "\r\n".join([line for line in lines if line] + ["END:VCALENDAR", ""]).encode()


LUNCH = ("DTSTART;TZID=Europe/Zurich:20261201T120000", "DTEND;TZID=Europe/Zurich:20261201T130000")
DAYS_OFF = ("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226")
