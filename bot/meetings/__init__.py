"""Meetings: dated gatherings of people, of a series or one-off; moved, cancelled or restored."""
