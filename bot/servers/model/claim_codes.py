"""Claim codes, with which a Discord server takes over an imported collaboration."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.translation import _

# Without I, L, O and U, which people take for other characters (Crockford's Base32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
GROUPS, GROUP = 4, 6
VALID_FOR = timedelta(days=30)
MOST_TRIES = 5

NOT_VALID = _(
    "This claim code is not valid. Check it for typing mistakes, "
    "or ask whoever runs Meridian for a new one."
)
USED = _("This claim code has already been used. If that was not you, tell whoever runs Meridian.")
EXPIRED = _(
    "This claim code expired after {days} days. Ask whoever runs Meridian for a new one.",
    days=VALID_FOR.days,
)
EXHAUSTED = _(
    "Somebody typed {tries} wrong versions of this claim code, so it no longer works. "
    "Ask whoever runs Meridian for a new one.",
    tries=MOST_TRIES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCode:
    """A stored code: the name in its first group, and a digest of the whole."""

    id: int
    collaboration_id: int
    name: str
    digest: str
    expires_at: datetime
    wrong_tries: int
    used_at: datetime | None

    def fault(self, now: datetime) -> str | None:
        """Return why the code cannot be used, for somebody who typed it correctly, or None."""
        if self.used_at is not None:
            return USED
        if now >= self.expires_at:
            return EXPIRED
        return EXHAUSTED if self.wrong_tries >= MOST_TRIES else None


def written(characters: str) -> str:
    """Return a code's characters in groups: K7M2QX-…."""
    return "-".join(characters[at : at + GROUP] for at in range(0, GROUPS * GROUP, GROUP))


def read_code(typed: str) -> str | None:
    """Return the characters of a typed code, or None where it cannot be one.

    Case, dashes and blanks do not matter, nor does O for 0, or I or L for 1.
    """
    characters = "".join(filter(str.isalnum, typed)).upper().translate(MISREAD)
    is_code = len(characters) == GROUPS * GROUP and set(characters) <= set(ALPHABET)
    return characters if is_code else None


def name_of(characters: str) -> str:
    """Return the public part of a code, by which it is found."""
    return characters[:GROUP]
