"""What a calendar event shows, before it is written as iCalendar."""

from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a calendar entry shows; `brief` is the description without abstracts."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str
    brief: str
    location: str = ""
    url: str | None = None
    category: str = ""
    join_link: str | None = None
    cancelled: bool = False

    def digest(self, renderer: str) -> str:
        """Return a digest of what is shown and of the `renderer` that writes it."""
        shown = {name: getattr(self, name) for name in _NAMES}
        return sha256(repr((renderer, shown)).encode("utf-8", "replace")).hexdigest()


_NAMES = [field.name for field in fields(Content)]
