"""Sealing: what nobody but Meridian may read is encrypted before it is stored."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unopened(Exception):  # noqa: N818 - what happened, to be told in words by who knows what it was
    """What is stored was sealed with a key that is not known any more, or it was changed."""


class Seal:
    """Encrypts with the first of its keys and opens what was sealed with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys of 32 bytes in base64, the newest first."""
        made = [Fernet(key) for key in keys]
        self._newest, self._all = made[0], MultiFernet(made)

    def closed(self, text: str) -> bytes:
        """Return a text, encrypted."""
        return self._all.encrypt(text.encode())

    def opened(self, sealed: bytes) -> str:
        """Return what was sealed; raise Unopened where no key fits."""
        try:
            return self._all.decrypt(sealed).decode()
        except InvalidToken:
            raise Unopened from None

    def is_newest(self, sealed: bytes) -> bool:
        """Say whether the newest key opens it, so that the others are not needed for it."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True
