"""What a viewer has to know of a series or a talk to decide who may see it."""

from typing import Protocol, Self


class SeriesVisibility(Protocol):
    """Who may see a series."""

    @property
    def collaboration_id(self) -> int:
        """The collaboration that it belongs to."""

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""

    def is_for(self, member_id: int | None) -> bool:
        """Return whether a member is invited."""

    def without_join_link(self) -> Self:
        """Return it without its join link."""


class TalkVisibility(Protocol):
    """Who may see and change a talk."""

    @property
    def collaboration_id(self) -> int:
        """The collaboration that it belongs to."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn."""

    def is_for(self, member_id: int | None, *, is_organizer: bool) -> bool:
        """Return whether somebody who sees its series may know of it."""

    def is_given_by(self, member_id: int | None) -> bool:
        """Return whether a member is one of its speakers."""
