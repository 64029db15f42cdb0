"""Attendance: the tables and their SQL."""
