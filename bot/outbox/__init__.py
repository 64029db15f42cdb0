"""The outbox sends what is due, exactly once; it knows no subject."""
