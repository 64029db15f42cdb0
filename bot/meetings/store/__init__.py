"""Meetings: the tables and their SQL."""
