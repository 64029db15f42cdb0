"""Text typed by people: cleaned once, when it comes in, and measured in characters."""

import re
import unicodedata
from urllib.parse import urlsplit

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.core.visible_text import visible, width

LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# Removed from text: controls, direction overrides, lone surrogates, private code points, and those
# that Unicode will never assign (unknown code points stay: they may be new emoji).
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
    + "\U000f0000-\U0010ffff]"
)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
TBA = re.compile(
    r"(?:tb[acd]|t\.b\.[acd]\.|to be (?:announced|confirmed|determined))?\Z", re.IGNORECASE
)
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20]+\Z", re.IGNORECASE)
INVITATION = re.compile(
    r"\bdiscord(?:app)?\s*(?:\.\s*gg|\.com\s*/\s*invite)\s*/\s*[\w-]", re.IGNORECASE
)
WIDEST = 2  # cells of a character: those of Chinese, Japanese and Korean are as wide


def clean(text: str | None) -> str:
    """Return `text` in NFC without control characters, lone surrogates and direction overrides.

    Line breaks of every kind become a newline; leading and trailing blanks are removed.
    """
    kept = UNWANTED.sub("", LINE_BREAKS.sub("\n", text or ""))
    return unicodedata.normalize("NFC", kept).strip()


def paragraph(text: str | None, *, most: int, what: str) -> str:
    """Return clean text of several lines; refuse more than `most` characters.

    What nobody can see is empty, and of very many accents on a letter the first are kept.
    """
    cleaned = visible(clean(text))
    if len(cleaned) > most:
        message = _(
            "{what} can have at most {most:,} characters, but this one has {length:,}. "
            "Please shorten it.",
            what=what,
            most=most,
            length=len(cleaned),
        )
        raise Refusal(message)
    return cleaned


def line(text: str | None, *, most: int, what: str) -> str:
    """Return clean text of one line; refuse more than `most` characters, or what is too wide."""
    cleaned = paragraph(" ".join(clean(text).split()), most=most, what=what)
    if width(cleaned) > WIDEST * most:
        raise Refusal(_("{what} is too wide to be shown. Please shorten it.", what=what))
    return cleaned


def required_line(text: str | None, *, most: int, what: str) -> str:
    """Return clean text of one line; refuse an empty one."""
    if not (cleaned := line(text, most=most, what=what)):
        raise Refusal(_("{what} is missing. Please type it.", what=what))
    return cleaned


def title_or_none(text: str | None) -> str | None:
    """Return a talk's title, or None if it is still to be announced."""
    title = line(text, most=200, what=_("The title"))
    return None if TBA.match(title) else title


def slug(text: str, *, what: str) -> str:
    """Return a short name for addresses: lowercase letters, digits and hyphens, at most 40."""
    candidate = clean(text).casefold()
    if len(candidate) > 40 or not SLUG.match(candidate):  # noqa: PLR2004 - the limit just named
        message = _(
            "{what} can have at most 40 characters: lowercase letters, digits and single hyphens, "
            "like deep-learning-theory. Please type another one.",
            what=what,
        )
        raise Refusal(message)
    return candidate


def slug_from(name: str) -> str:
    """Return a slug made from a name: "Theory seminar" becomes "theory-seminar"."""
    plain = unicodedata.normalize("NFKD", clean(name)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    made = "-".join(words)[:40].strip("-")
    return made or "untitled"


def web_address(text: str | None, *, what: str) -> str | None:
    """Return a link, or None if nothing was typed; refuse anything but http and https."""
    address = clean(text)
    if not address:
        return None
    if len(address) > 500 or not WEB_ADDRESS.match(address):  # noqa: PLR2004 - Discord takes 512
        message = _(
            "{what} must begin with https:// and can have at most 500 characters.", what=what
        )
        raise Refusal(message)
    if not has_plain_host(address):
        message = _(
            "{what} must name a website right after https://, without a name, a password or an @ "
            "before it, and with a valid port if it has one.",
            what=what,
        )
        raise Refusal(message)
    return address


def without_invitations(text: str, *, what: str) -> str:
    """Return text; refuse one that invites to a Discord server, as if it were ours."""
    if INVITATION.search(text):
        raise Refusal(
            _(
                "{what} can't contain an invitation to a Discord server. Please leave it out.",
                what=what,
            )
        )
    return text


def has_plain_host(address: str) -> bool:
    """Return whether an address names a host, and nothing before it that could be taken for one."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc and port != 0
