"""What differs between database engines: connections, errors by code, statements of one dialect."""
