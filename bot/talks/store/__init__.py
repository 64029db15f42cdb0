"""Talks: the tables and their SQL."""
