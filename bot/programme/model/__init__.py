"""Programme: the values and rules."""
