"""Series: recurring meetings, their rules and their dates."""
