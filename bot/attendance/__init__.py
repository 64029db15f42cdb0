"""Attendance: who comes, seats, and the line for them."""
