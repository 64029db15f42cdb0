"""People: the tables and their SQL."""
