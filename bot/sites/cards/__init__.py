"""Sites: what Discord shows."""
