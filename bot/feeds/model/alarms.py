"""When the alarms of a private feed ring."""

from enum import StrEnum


class Alarm(StrEnum):
    """How long before each meeting an alarm rings."""

    NONE = "none"
    MINUTES_5 = "5 minutes"
    MINUTES_10 = "10 minutes"
    MINUTES_15 = "15 minutes"
    MINUTES_30 = "30 minutes"
    HOUR = "1 hour"
    HOURS_2 = "2 hours"
    DAY = "1 day"

    @property
    def minutes(self) -> int:
        """Minutes before the start, 0 for no alarm."""
        return MINUTES_OF[self]


MINUTES_OF = {
    Alarm.NONE: 0,
    Alarm.MINUTES_5: 5,
    Alarm.MINUTES_10: 10,
    Alarm.MINUTES_15: 15,
    Alarm.MINUTES_30: 30,
    Alarm.HOUR: 60,
    Alarm.HOURS_2: 120,
    Alarm.DAY: 1440,
}
