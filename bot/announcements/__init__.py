"""Announcements that organizers compose, and reminders that members set."""
