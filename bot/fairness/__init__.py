"""Fairness: what hours have cost each site, and plans that share the cost."""
