"""The names in a cell of speakers: "Lovelace, Ada" is one person, "Ann and Bob" are two."""

import re

# What stands between people whatever their names are like, and what also joins the last of a list.
APART = re.compile(r"[;|/\n]")
JOINED = re.compile(r"\s+(?:and|und|et)\s+(?!al\b)|\s*[&+]\s*", re.IGNORECASE)
AND_OTHERS = re.compile(r"[,;]?\s+(?:et\.? al\b\.?|and others|u\. ?a\.)\s*\Z", re.IGNORECASE)
AFTER_NAME = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|dr|prof)\.?\Z", re.IGNORECASE)
JUNIOR = re.compile(r" (?:jr|sr|i+|iv)\.?\Z", re.IGNORECASE)
PARTICLES = frozenset(
    {*("al", "af", "av", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du")}
    | {*("el", "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur")}
)
NOBODY = re.compile(
    r"[\s.\-–—_?*]*|tb[acd]|t\.\s?b\.\s?[acd]\.?|n\.?\s?n\.?|n/?a|none|nobody|open|free|vacant"
    r"|(?:(?:the )?speakers? )?(?:still |yet )?(?:to be|tba|tbd)"
    r"(?: (?:announced|confirmed|determined|decided|scheduled))?"
    r"|nomen nescio|noch offen|wird noch bekannt ?gegeben|à (?:annoncer|confirmer|déterminer)",
    re.IGNORECASE,
)
INSTITUTION = re.compile(r"[A-Z]{3,}\b")  # "EPFL" is no given name
MOST_GIVEN = 3  # words of a given name: "Rowling, Joanne Kathleen"


def speakers_in(cell: str) -> tuple[str, ...]:
    """Return the names in a cell, each as one says it; "TBA" and the like are nobody."""
    if NOBODY.fullmatch(cell.strip()):
        return ()
    return tuple(name for group in APART.split(cell) for name in _of_group(group))


def _of_group(group: str) -> list[str]:
    """Return the people in a part of a cell that only commas and words like "and" divide."""
    parts = [part.strip(" \t,") for part in JOINED.split(AND_OTHERS.sub("", group))]
    pieces = [_by_commas(part) for part in parts if part]
    if all(_is_reversed(piece) for piece in pieces):
        return [_turned(piece) for piece in pieces]
    if len(pieces) == 1 or not any(len(piece) > 1 for piece in pieces):
        return [name for piece in pieces for name in piece]
    # "Ann, Bob and Carl" is a list; "Lovelace, Ada and Emmy Noether" is not.
    is_list = all(len(piece) == 1 for piece in pieces[1:]) and not _has_full_name_after(pieces)
    if is_list:
        return [name for piece in pieces for name in piece]
    return [n for piece in pieces for n in ([_turned(piece)] if _is_reversed(piece) else piece)]


def _has_full_name_after(pieces: list[list[str]]) -> bool:
    """Return whether "X, Y" is followed by a name of several words, so that it is one person."""
    return _is_reversed(pieces[0]) and all(" " in name for piece in pieces[1:] for name in piece)


def _by_commas(part: str) -> list[str]:
    """Return what is between commas; "Jr." and "PhD" belong to the name before them."""
    found: list[str] = []
    for name in filter(None, (piece.strip() for piece in part.split(","))):
        if NOBODY.fullmatch(name):
            continue
        if found and AFTER_NAME.match(name):
            is_title = not re.match(r"(?:jr|sr|i)", name, re.IGNORECASE)
            found[-1] = found[-1] if is_title else f"{found[-1]} {name}"
        else:
            found.append(name)
    return found


def _is_reversed(names: list[str]) -> bool:
    """Return whether two parts are one name, the surname first."""
    if len(names) != 2:  # noqa: PLR2004 - surname and given name
        return False
    surname, given = (name.split() for name in names)
    if INSTITUTION.match(names[1]):
        return False
    is_short = len(surname) == 1 or surname[0].casefold() in PARTICLES
    return (is_short and len(given) <= MOST_GIVEN) or len(given) == 1


def _turned(names: list[str]) -> str:
    junior = JUNIOR.search(names[1])
    given = names[1][: junior.start()] if junior else names[1]
    return f"{given} {names[0]}{junior[0] if junior else ''}"
