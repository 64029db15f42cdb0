"""Servers: the values and rules."""
