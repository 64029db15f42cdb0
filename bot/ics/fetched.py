"""The answer of a server that was asked for a calendar."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The body that a server sent, None if it has not changed, with its validators."""

    body: bytes | None
    etag: str = ""
    modified: str = ""
