"""Attendance: who comes to a meeting, the seats, and the line for them."""
