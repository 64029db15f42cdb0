"""Drafts: what somebody typed and has not saved yet."""
