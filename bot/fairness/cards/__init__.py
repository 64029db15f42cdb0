"""Fairness: what Discord shows."""
