"""The time window of a feed: how far back and ahead it shows meetings."""

from datetime import timedelta

# What a feed shows unless asked for all past meetings. Meetings are made 18 months ahead and can be
# moved to two years ahead: one that is moved that far must not disappear.
SHOWN_BEFORE = timedelta(days=366)
SHOWN_AFTER = timedelta(days=2 * 366 + 1)
# How long a cancelled meeting stays in calendars after its date.
TOMBSTONE_KEPT = timedelta(days=30)
