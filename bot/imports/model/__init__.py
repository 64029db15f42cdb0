"""Imports: the values and rules."""
