"""Shared by all parts: refusals, text, mathematics, addresses, intervals, rate limits."""
