"""People: the values and rules."""
