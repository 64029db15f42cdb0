"""Sites: the institutions of a collaboration, their hours and their closures."""
