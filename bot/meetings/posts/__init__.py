"""Meetings: what the outbox posts and keeps up to date."""
