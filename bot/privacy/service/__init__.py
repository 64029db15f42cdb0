"""Expired rows are removed, and members get a copy of their data."""
