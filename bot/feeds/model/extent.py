"""Which meetings a private feed shows."""

from enum import StrEnum


class Extent(StrEnum):
    """The meetings that somebody wants in their calendar."""

    ALL = "all meetings"
    MINE = "mine"
