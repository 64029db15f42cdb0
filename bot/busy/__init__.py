"""Busy: members' own calendars, read for when they are busy and nothing else."""
