"""The entries of a feed, by the first part of their UIDs."""

from datetime import timedelta

import icalendar

MINUTE = timedelta(minutes=1)


def events(body: bytes) -> dict[str, icalendar.Event]:
    return {
        str(event["UID"]).partition("@")[0]: event
        for event in icalendar.Calendar.from_ical(body).events
    }
