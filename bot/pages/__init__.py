"""Public pages of a collaboration."""
