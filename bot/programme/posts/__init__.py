"""Programme: what the outbox sends."""
