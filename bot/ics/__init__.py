"""iCalendar: writing, checking, and reading in a sandbox (icalendar's only home)."""
