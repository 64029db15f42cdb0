"""Servers: the tables and their SQL."""
