"""Sites: institutions, their zones, hours and closures."""
