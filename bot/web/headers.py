"""Headers of each kind of answer."""

from collections.abc import Mapping
from types import MappingProxyType

ALLOWED = "GET, HEAD"
# Calendar programs poll often; five minutes spare the server. Proxies cache nothing private.
FOR_ALL = "public, max-age=300, must-revalidate"
FOR_ONE = "private, no-cache"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HARMLESS = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)
PLAIN = MappingProxyType({**HARMLESS, "Content-Type": "text/plain; charset=utf-8"})


def feed(file_name: str, *, cache: str, download: bool = False) -> Mapping[str, str]:
    """Return the headers of a calendar file."""
    disposition = "attachment" if download else "inline"
    return {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'{disposition}; filename="{file_name}"',
        "Cache-Control": cache,
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",
        **HARMLESS,
    }


def page(*, encrypted: bool) -> Mapping[str, str]:
    """Return the headers of a page; with https, browsers are told to stay with it."""
    transport = {"Strict-Transport-Security": "max-age=31536000"} if encrypted else {}
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Encoding",
        **HARMLESS,
        **transport,
    }


def asset(kind: str) -> Mapping[str, str]:
    """Return the headers of a style sheet or a script."""
    return {
        "Content-Type": f"{kind}; charset=utf-8",
        "Cache-Control": "public, max-age=3600",
        "Vary": "Accept-Encoding",
        **HARMLESS,
    }
