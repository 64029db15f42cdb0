"""Finding: the values and rules."""
