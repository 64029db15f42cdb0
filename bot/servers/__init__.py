"""Servers: a Discord server becomes a collaboration; its settings and its health."""
