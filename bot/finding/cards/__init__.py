"""Finding: what Discord shows."""
