"""Attendance: what people do, one transaction each."""
