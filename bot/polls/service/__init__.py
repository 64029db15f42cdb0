"""Polls: what people do with them."""
