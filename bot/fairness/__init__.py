"""Fairness: what meetings cost each site, and hours that share it."""
