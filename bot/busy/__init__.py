"""Members' own calendars elsewhere, read for busy times alone."""
