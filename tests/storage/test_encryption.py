import os
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest

from bot.storage.encryption import Seal, Unopened

ADDRESS = "https://calendar.example.org/private-0a1b/basic.ics"


def key() -> str:
    return urlsafe_b64encode(os.urandom(32)).decode()


def test_what_is_sealed_shows_nothing_and_opens_again() -> None:
    seal = Seal([key()])

    sealed = seal.closed(ADDRESS)

    assert b"calendar" not in sealed
    assert seal.opened(sealed) == ADDRESS
    assert seal.closed(ADDRESS) != sealed


def test_an_older_key_opens_what_it_sealed_until_that_is_sealed_anew() -> None:
    old, new = key(), key()
    sealed = Seal([old]).closed(ADDRESS)
    both = Seal([new, old])

    assert both.opened(sealed) == ADDRESS
    assert not both.is_newest(sealed)
    assert both.is_newest(both.closed(ADDRESS))


@pytest.mark.parametrize("spoil", [lambda s: s[:-1], lambda _: b"", lambda s: b"gAAA" + s])
def test_what_no_key_fits_or_was_changed_does_not_open(spoil: Callable[[bytes], bytes]) -> None:
    seal = Seal([key()])

    with pytest.raises(Unopened):
        seal.opened(spoil(seal.closed(ADDRESS)))
    with pytest.raises(Unopened):
        seal.opened(Seal([key()]).closed(ADDRESS))
