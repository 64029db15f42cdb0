"""Programme: the tables and their SQL."""
