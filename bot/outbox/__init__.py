"""The outbox: sends what is due, exactly once."""
