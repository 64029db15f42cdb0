"""Feeds: the values and rules."""
