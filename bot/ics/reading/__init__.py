"""Reading somebody else's calendar, line by line: what can be read is, what cannot is told."""
