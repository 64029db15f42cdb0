"""Programme: what Discord shows."""
