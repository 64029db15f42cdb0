"""Sites: the values and rules."""
