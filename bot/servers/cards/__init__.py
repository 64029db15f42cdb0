"""Servers: what Discord shows."""
