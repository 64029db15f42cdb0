"""Series: the values and rules."""
