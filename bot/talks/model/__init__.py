"""Talks: the values and rules."""
