"""Calendars: iCalendar bytes, written and checked; nothing here reads a clock or a store."""
