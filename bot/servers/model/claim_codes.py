"""Claim codes: the secret that hands an imported collaboration to a Discord server."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Without I, L, O and U, which people take for other characters (Crockford's Base32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
GROUPS, GROUP = 4, 6
VALID_FOR = timedelta(days=30)
MOST_TRIES = 5

NOT_VALID = (
    "This claim code is not valid: please check it for typing mistakes, "
    "or ask whoever runs Meridian for a new one."
)
USED = (
    "This claim code has been used already. If that was not you, please tell whoever runs Meridian."
)
EXPIRED = (
    f"This claim code has expired after {VALID_FOR.days} days: "
    "please ask whoever runs Meridian for a new one."
)
EXHAUSTED = (
    f"Somebody typed {MOST_TRIES} wrong versions of this claim code, so it no longer works: "
    "please ask whoever runs Meridian for a new one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCode:
    """A code as it is kept: the name in its first group, and a digest of the whole."""

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
