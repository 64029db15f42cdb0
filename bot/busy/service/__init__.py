"""What members do with their own calendars, and reading them again."""
