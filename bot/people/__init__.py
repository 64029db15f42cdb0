"""People: members of a collaboration, and what they say of themselves."""
