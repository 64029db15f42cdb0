"""Fairness: the values and rules."""
