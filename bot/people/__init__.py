"""Members of a collaboration, and on whose behalf something is read or done."""
