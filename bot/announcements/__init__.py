"""Announcements: what organizers post, and what becomes of it."""
