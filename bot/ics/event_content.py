"""What a calendar event shows, before it is written as iCalendar."""

from dataclasses import asdict, dataclass
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
        return sha256(repr((renderer, asdict(self))).encode("utf-8", "replace")).hexdigest()
