"""What somebody means by a typed name: one of those known, whatever its capitals and accents."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Known = TypeVar("Known")


def called(
    typed: str, known: Iterable[Known], names: Callable[[Known], Sequence[str]]
) -> list[Known]:
    """Return those that have the typed name, or else those with a name that begins with it.

    Several are returned where the name is not unique, and none for an empty one.
    """
    wanted = plain_name(typed)
    folded = [(one, [plain_name(name) for name in names(one)]) for one in known]
    if exact := [one for one, theirs in folded if wanted and wanted in theirs]:
        return exact
    return [one for one, theirs in folded if wanted and any(n.startswith(wanted) for n in theirs)]


def plain_name(name: str) -> str:
    """Return a name as it is compared: small letters, no accents, single spaces."""
    apart = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())
