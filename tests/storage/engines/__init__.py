"""Tests of what differs between database engines."""
