"""Text for Discord: typed text is escaped and cut to Discord's limits."""

import re
from collections.abc import Sequence

import discord

from bot.core.translation import _

# What discord.utils.escape_markdown leaves alone: mentions, timestamps, commands, custom emoji and
# other <...> forms, @everyone and @here, and bare addresses, which Discord turns into links.
ANGLE = re.compile(r"<(?=[@#t/:ai])", re.IGNORECASE)
ADDRESS = re.compile(r"\b([a-z][a-z0-9+.-]{1,30})://", re.IGNORECASE)
INVISIBLE_BREAK = "\N{ZERO WIDTH SPACE}"
# Most names and titles: nothing in them means anything to Discord.
PLAIN = re.compile(r"(?:[^\W_]|[ ,;'’])*")


def escape(text: str) -> str:
    """Return text typed by somebody so that Discord shows it as typed: no link, no ping."""
    if PLAIN.fullmatch(text):
        return text
    escaped = discord.utils.escape_markdown(text, ignore_links=False)
    escaped = ANGLE.sub(f"<{INVISIBLE_BREAK}", escaped)
    escaped = ADDRESS.sub(rf"\1:{INVISIBLE_BREAK}//", escaped)
    escaped = escaped.replace("@", f"@{INVISIBLE_BREAK}")
    escaped = re.sub(r"^(\s*\d+)\.(?=\s)", r"\1\.", escaped, flags=re.MULTILINE)
    return re.sub(r"^(\s*)(#{1,3}|-#|>>>|>|[-*+])(?=\s)", r"\1\\\2", escaped, flags=re.MULTILINE)


def cut(text: str, most: int, *, more: str = "") -> str:
    """Return at most `most` characters, cut at a word where that is near, `more` behind the cut."""
    if len(text) <= most:
        return text
    room = most - len(more) - 1
    shortened = text[: max(room, 0)]
    at_word = shortened.rfind(" ")
    if at_word > room * 0.6:
        shortened = shortened[:at_word]
    # An escape must not lose the character it escapes.
    kept = shortened.rstrip(" \\")
    return f"{kept}…{more}" if room > 0 else text[:most]


def levelled(texts: Sequence[str], most: int) -> list[str]:
    """Return texts of at most `most` characters in all; the longest are shortened first."""
    room, share = most, most
    for longer, length in zip(range(len(texts), 0, -1), sorted(map(len, texts)), strict=True):
        share = room // longer
        if length > share:
            break
        room -= length
    else:
        return list(texts)
    return [cut(text, share) for text in texts]


def plain_link(label: str, address: str | None) -> str:
    """Return a link with a label; an empty text without an address."""
    if not address:
        return ""
    safe = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{label}](<{safe}>)"


def typed_link(label: str, address: str | None) -> str:
    """Return a link that somebody typed; one that is not encrypted is marked."""
    shown = plain_link(label, address)
    if address and address.casefold().startswith("http:"):
        return _("{link} (not encrypted)", link=shown)
    return shown
