"""Polls: values and rules."""
