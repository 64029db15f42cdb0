"""Polls: what Discord shows."""
