"""Collaborations: one Discord server each, set up, claimed, left."""
