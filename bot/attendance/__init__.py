"""Attendance: who comes to a meeting, and seats where they are few."""
