"""Addresses of calendars that members type: which of them Meridian fetches."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from bot.core.refusals import Refusal
from bot.core.translation import _

LONGEST = 1000
HOW = _("Use the one that begins with https:// or webcal://.")
NO_ADDRESS = _("That address is not a web address. {how}", how=HOW)
PORTS = frozenset({443, 8443})
BY_SCHEME = {"webcal": "https", "webcals": "https"}
HOST = re.compile(r"(?=.{4,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62}\.)+[a-z0-9-]{2,63}")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
UNTYPED = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff]")

# Networks that are not on the open internet, or disguise another address (RFC 6890 and IANA's
# registries). Of IPv6 only the range that is assigned for public use is followed.
PUBLIC_IPV6 = ip_network("2000::/3")
NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
        *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        # 2001::/23 includes Teredo and ORCHID, 2002::/16 is 6to4: IPv4 in disguise.
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16"),
        "3fff::/20",
    )
)


class UnusableAddress(Refusal):
    """Meridian does not fetch this address; the sentence is for the person who typed it."""


def parse_address(typed: str) -> str:
    """Return the https address that somebody typed, in ASCII; refuse any other.

    Whether its name leads to a public network is checked only when it is fetched.
    """
    text = typed.strip()
    if not text or len(text) > LONGEST or UNTYPED.search(text):
        message = _(
            "That address is not a web address of at most {most:,} characters. {how}",
            most=LONGEST,
            how=HOW,
        )
        raise UnusableAddress(message)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UnusableAddress(NO_ADDRESS) from None
    scheme = BY_SCHEME.get(parts.scheme, parts.scheme)
    if scheme == "http":
        message = _(
            "That address is not encrypted, so others on the way could read the calendar. {how}",
            how=HOW,
        )
        raise UnusableAddress(message)
    if scheme != "https" or not parts.netloc:
        raise UnusableAddress(NO_ADDRESS)
    if "@" in parts.netloc:
        raise UnusableAddress(
            _("That address contains a user name or password, which I do not keep. {how}", how=HOW)
        )
    if port not in {None, *PORTS}:
        message = _(
            "That address uses port {port}, but I only use 443 and 8443. {how}", port=port, how=HOW
        )
        raise UnusableAddress(message)
    return _written(parts, _host(parts.hostname or ""), port)


def _host(typed: str) -> str:
    """Return a name in ASCII; refuse numbers, in whatever form, and names of one word."""
    try:
        name = typed.rstrip(".").encode("idna").decode().casefold()
    except UnicodeError:
        name = ""
    if not HOST.fullmatch(name) or NUMBER.fullmatch(name.rpartition(".")[2]):
        message = _(
            "That address does not name a server, like calendar.example.org. {how}", how=HOW
        )
        raise UnusableAddress(message)
    return name


def _written(parts: SplitResult, host: str, port: int | None) -> str:
    at = host if port in {None, 443} else f"{host}:{port}"
    path, query = (quote(part, safe="%/:?@!$&'()*+,;=-._~") for part in (parts.path, parts.query))
    return urlunsplit(("https", at, path or "/", query, ""))


def host_of(address: str) -> str:
    """Return the server's name in an address."""
    return urlsplit(address).hostname or ""


def is_public(address: str) -> bool:
    """Return whether a numeric address is on the open internet, and not another in disguise."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if found.version == 6 and found not in PUBLIC_IPV6:  # noqa: PLR2004 - IPv6
        return False
    return found.is_global and not any(found in network for network in NOT_PUBLIC)
