"""Polls: members say which of several times suit them."""
