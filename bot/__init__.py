"""Meridian: seminars and teleconferences across the world, scheduled in Discord.

Before anything else can read a time zone, zoneinfo is pointed at the tzdata package alone: the
system's zone files may be of another IANA release, and one process must not hold two truths.
"""

import zoneinfo

zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()
