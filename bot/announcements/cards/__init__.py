"""Announcements: what Discord shows."""
