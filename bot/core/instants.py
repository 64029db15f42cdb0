"""Instants: aware moments in time, in UTC."""

from datetime import UTC, datetime


def require_aware(instant: datetime) -> datetime:
    """Return the instant in UTC; raise ValueError for a naive one (a programming error)."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        message = f"naive datetime {instant.isoformat()}: instants are aware"
        raise ValueError(message)
    return instant.astimezone(UTC)
