"""Series: what Discord shows."""
