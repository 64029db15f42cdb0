"""Meetings: what Discord shows."""
