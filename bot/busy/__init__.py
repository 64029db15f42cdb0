"""Members' own calendars on other servers, read only for busy times."""
