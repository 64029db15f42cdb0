"""Commands and buttons of announcements."""
