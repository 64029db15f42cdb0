"""Polls in Discord."""
