"""Time: zones, recurrence and its words, typed times, time-zone releases."""
