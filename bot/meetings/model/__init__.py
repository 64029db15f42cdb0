"""Meetings: the values and rules."""
