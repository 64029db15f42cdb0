"""Talks: what Discord shows."""
