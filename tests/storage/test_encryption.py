import os
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest

from bot.storage.encryption import Cipher, DecryptionError

ADDRESS = "https://calendar.example.org/private-0a1b/basic.ics"


def key() -> str:
    return urlsafe_b64encode(os.urandom(32)).decode()


def test_encrypted_text_shows_nothing_and_can_be_decrypted() -> None:
    cipher = Cipher([key()])

    encrypted = cipher.encrypt(ADDRESS)

    assert b"calendar" not in encrypted
    assert cipher.decrypt(encrypted) == ADDRESS
    assert cipher.encrypt(ADDRESS) != encrypted


def test_an_older_key_decrypts_what_it_encrypted_until_that_is_encrypted_again() -> None:
    old, new = key(), key()
    encrypted = Cipher([old]).encrypt(ADDRESS)
    both = Cipher([new, old])

    assert both.decrypt(encrypted) == ADDRESS
    assert not both.is_newest(encrypted)
    assert both.is_newest(both.encrypt(ADDRESS))


@pytest.mark.parametrize("spoil", [lambda s: s[:-1], lambda _: b"", lambda s: b"gAAA" + s])
def test_changed_text_and_text_of_an_unknown_key_cannot_be_decrypted(
    spoil: Callable[[bytes], bytes],
) -> None:
    cipher = Cipher([key()])

    with pytest.raises(DecryptionError):
        cipher.decrypt(spoil(cipher.encrypt(ADDRESS)))
    with pytest.raises(DecryptionError):
        cipher.decrypt(Cipher([key()]).encrypt(ADDRESS))
