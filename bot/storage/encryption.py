"""Encryption of what nobody but Meridian may read, before it is stored."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class DecryptionError(Exception):
    """Stored text was encrypted with a key that is no longer known, or it was changed."""


class Cipher:
    """Encrypts with the newest of its keys; decrypts with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys of 32 bytes in base64, the newest first."""
        made = [Fernet(key) for key in keys]
        self._newest, self._all = made[0], MultiFernet(made)

    def encrypt(self, text: str) -> bytes:
        """Return a text, encrypted."""
        return self._all.encrypt(text.encode())

    def decrypt(self, encrypted: bytes) -> str:
        """Return the text; raise DecryptionError if no key fits."""
        try:
            return self._all.decrypt(encrypted).decode()
        except InvalidToken:
            raise DecryptionError from None

    def is_newest(self, encrypted: bytes) -> bool:
        """Return whether the newest key decrypts it, so that it does not need the older ones."""
        try:
            self._newest.decrypt(encrypted)
        except InvalidToken:
            return False
        return True
