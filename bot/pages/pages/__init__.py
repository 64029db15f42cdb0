"""Pages: what the web shows."""
