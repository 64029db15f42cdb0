"""Calendar feeds and their subscriptions."""
