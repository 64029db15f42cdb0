"""Feeds: what the web shows."""
