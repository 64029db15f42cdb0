"""Viewers: on whose behalf something is read or done, and what that person may see and do."""

from dataclasses import dataclass, replace
from enum import IntEnum

from bot.core.refusals import NotAllowed, NotFound
from bot.people.model.members import Member
from bot.series.model.series import Series, Visibility
from bot.servers.model.collaborations import Collaboration
from bot.talks.model.talks import Talk, TalkStatus


class Standing(IntEnum):
    """How much a viewer may see, rising."""

    PUBLIC = 0
    MEMBER = 1
    ORGANIZER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody looking at one collaboration: the public, a member or an organizer."""

    collaboration: Collaboration
    standing: Standing
    member: Member | None = None

    @property
    def is_organizer(self) -> bool:
        """Whether this is an organizer of the collaboration."""
        return self.standing is Standing.ORGANIZER

    @property
    def is_member(self) -> bool:
        """Whether this is a member or an organizer."""
        return self.standing >= Standing.MEMBER

    @property
    def _member_id(self) -> int | None:
        return self.member.id if self.is_member and self.member is not None else None

    def require_organizer(self) -> None:
        """Refuse anybody but an organizer."""
        if not self.is_organizer:
            message = (
                f"Only organizers of {self.collaboration.name} can do this: please ask one of them."
            )
            raise NotAllowed(message)

    def require_member(self) -> Member:
        """Return the member; refuse anybody else."""
        if not self.is_member or self.member is None:
            message = (
                f"Only members of {self.collaboration.name} can do this: "
                "please ask an organizer for the member role."
            )
            raise NotAllowed(message)
        return self.member

    def require_sight(self, series: Series) -> Series:
        """Return the series as this viewer may see it; refuse a hidden one or another server's."""
        if series.collaboration_id != self.collaboration.id or not self.sees(series):
            message = "There is no such series here: /series list shows those that are."
            raise NotFound(message)
        return self.shown(series)

    def sees(self, series: Series) -> bool:
        """Say whether the series may be shown at all."""
        if series.visibility is Visibility.PUBLIC or self.is_organizer:
            return True
        return self.is_member and series.is_for(self._member_id)

    def sees_talk(self, talk: Talk, series: Series) -> bool:
        """Return whether the viewer may see a talk of this series: nobody sees a withdrawn one."""
        return (
            talk.collaboration_id == self.collaboration.id
            and talk.status is not TalkStatus.WITHDRAWN
            and self.sees(series)
            and talk.is_for(self._member_id, is_organizer=self.is_organizer)
        )

    def shown(self, series: Series) -> Series:
        """Return the series without what is not for this viewer: join links are for members."""
        return series if self.is_member else replace(series, join_link=None)

    def may_change(self, talk: Talk) -> bool:
        """Say whether this viewer may change the talk: its speakers and organizers may."""
        own = talk.is_given_by(self._member_id)
        return talk.collaboration_id == self.collaboration.id and (self.is_organizer or own)

    def require_change(self, talk: Talk) -> None:
        """Refuse anybody who may not change the talk."""
        if not self.may_change(talk):
            message = (
                "Only the speakers of a talk and organizers can change it: please ask one of them."
            )
            raise NotAllowed(message)
