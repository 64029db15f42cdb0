"""How long the outbox waits before it tries again."""

from datetime import timedelta

# Pauses between tries: growing, as long as Discord or the network is in trouble.
PAUSES = tuple(timedelta(seconds=s) for s in (2, 5, 15, 30, 60, 120, 300))


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after this many tries."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
