"""Sites: the tables and their SQL."""
