"""The headers of a request that ask for changed or compressed content only."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache


def is_unchanged(headers: Mapping[str, str], *, etag: str, modified: datetime | None) -> bool:
    """Return whether the client has this copy; If-None-Match overrides If-Modified-Since."""
    if (known := headers.get("If-None-Match")) is not None:
        return known == etag or names_tag(known, etag)
    since = headers.get("If-Modified-Since")
    return since is not None and modified is not None and modified <= _date(since)


def is_conditional(headers: Mapping[str, str]) -> bool:
    """Return whether the client has a copy, current or old."""
    return "If-None-Match" in headers or "If-Modified-Since" in headers


def names_tag(listed: str, etag: str) -> bool:
    """Return whether a list of entity tags, or `*`, names one (RFC 9110, 8.8.3.2, weakly)."""
    tags = {tag.strip().removeprefix("W/") for tag in listed.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


@lru_cache(maxsize=256)
def accepts_gzip(accepted: str) -> bool:
    """Return whether an Accept-Encoding header allows gzip."""
    qualities: dict[str, float] = {}
    for offer in accepted.lower().split(","):
        coding, _, parameter = offer.partition(";")
        qualities[coding.strip()] = _quality(parameter)
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0))) > 0


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _date(text: str) -> datetime:
    """Return an HTTP date; an invalid one counts as the earliest date."""
    try:
        parsed = parsedate_to_datetime(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
