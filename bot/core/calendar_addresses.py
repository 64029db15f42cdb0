"""Addresses that members type and Meridian itself fetches: which it follows, and where to."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NoReturn
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from bot.core.refusals import Refusal

LONGEST = 1000
PORTS = frozenset({443, 8443})
BY_SCHEME = {"webcal": "https", "webcals": "https"}
HOST = re.compile(r"(?=.{4,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62}\.)+[a-z0-9-]{2,63}")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
UNTYPED = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff]")

# Networks that are nobody's on the open internet, or stand for another address (RFC 6890 and the
# registries of IANA behind it). Of IPv6 only what is given out for use by all is followed.
EVERYBODYS_IPV6 = ip_network("2000::/3")
NOT_OF_EVERYBODY = tuple(
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
        *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        # 2001::/23 has Teredo and ORCHID in it, 2002::/16 is 6to4: IPv4 in other clothes.
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16"),
        "3fff::/20",
    )
)


class Unfollowed(Refusal):
    """An address is not one that Meridian fetches, in a sentence for who typed it."""


def parse_address(typed: str) -> str:
    """Return the https address that somebody typed, in plain letters; refuse any other.

    Whether its name leads to a network of everybody's is seen only when it is fetched.
    """
    text = typed.strip()
    if not text or len(text) > LONGEST or UNTYPED.search(text):
        _refuse(f"is no web address of at most {LONGEST:,} characters")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        _refuse("is no web address")
    scheme = BY_SCHEME.get(parts.scheme, parts.scheme)
    if scheme == "http":
        _refuse("is not encrypted, so anybody on the way could read the calendar")
    if scheme != "https" or not parts.netloc:
        _refuse("is no web address")
    if "@" in parts.netloc:
        _refuse("holds a user's name or password, which I do not keep")
    if port not in {None, *PORTS}:
        _refuse(f"names the port {port}, and I use 443 or 8443 alone")
    return _written(parts, _host(parts.hostname or ""), port)


def _host(typed: str) -> str:
    """Return a name in plain letters; refuse numbers, in whatever form, and names of one word."""
    try:
        name = typed.rstrip(".").encode("idna").decode().casefold()
    except UnicodeError:
        name = ""
    if not HOST.fullmatch(name) or NUMBER.fullmatch(name.rpartition(".")[2]):
        _refuse("does not name a server, like calendar.example.org")
    return name


def _written(parts: SplitResult, host: str, port: int | None) -> str:
    at = host if port in {None, 443} else f"{host}:{port}"
    path, query = (quote(part, safe="%/:?@!$&'()*+,;=-._~") for part in (parts.path, parts.query))
    return urlunsplit(("https", at, path or "/", query, ""))


def _refuse(fault: str) -> NoReturn:
    message = f"That address {fault}: please give the one that begins with https:// (or webcal://)."
    raise Unfollowed(message)


def host_of(address: str) -> str:
    """Return the name of the server in an address."""
    return urlsplit(address).hostname or ""


def is_everybodys(address: str) -> bool:
    """Say whether a numeric address is on the open internet, and no other in disguise."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if found.version == 6 and found not in EVERYBODYS_IPV6:  # noqa: PLR2004 - IPv6
        return False
    return found.is_global and not any(found in network for network in NOT_OF_EVERYBODY)
