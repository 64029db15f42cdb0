"""Meetings: what takes place once, moved, called off, or among the server's events."""
