"""Announcements: what people do, one transaction each."""
