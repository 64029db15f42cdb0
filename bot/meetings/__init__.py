"""Meetings: one dated gathering of people; moved, cancelled, restored, or scheduled alone."""
