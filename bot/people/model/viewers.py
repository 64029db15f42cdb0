"""Viewers: the person for whom something is read or done, and what they may see and do."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from bot.core.refusals import NotAllowed, NotFound
from bot.core.translation import _
from bot.people.model.members import Member
from bot.people.model.visibility import SeriesVisibility, TalkVisibility
from bot.servers.model.collaborations import Collaboration

AnySeries = TypeVar("AnySeries", bound=SeriesVisibility)


class Standing(IntEnum):
    """How much a viewer may see, from least to most."""

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
            message = _(
                "Only organizers of {collaboration} can do this. Ask one of them.",
                collaboration=self.collaboration.name,
            )
            raise NotAllowed(message)

    def require_member(self) -> Member:
        """Return the member; refuse anybody else."""
        if not self.is_member or self.member is None:
            message = _(
                "Only members of {collaboration} can do this. "
                "Ask an organizer for the member role.",
                collaboration=self.collaboration.name,
            )
            raise NotAllowed(message)
        return self.member

    def require_sight(self, series: AnySeries) -> AnySeries:
        """Return the series as this viewer may see it; refuse hidden series and other servers'."""
        if series.collaboration_id != self.collaboration.id or not self.sees(series):
            message = _("There is no such series here. Use /series list to see them all.")
            raise NotFound(message)
        return self.shown(series)

    def sees(self, series: SeriesVisibility) -> bool:
        """Return whether this viewer may see the series at all."""
        if series.is_public or self.is_organizer:
            return True
        return self.is_member and series.is_for(self._member_id)

    def sees_talk(self, talk: TalkVisibility, series: SeriesVisibility) -> bool:
        """Return whether this viewer may see a talk of this series; nobody sees a withdrawn one."""
        return (
            talk.collaboration_id == self.collaboration.id
            and not talk.is_withdrawn
            and self.sees(series)
            and talk.is_for(self._member_id, is_organizer=self.is_organizer)
        )

    def shown(self, series: AnySeries) -> AnySeries:
        """Return the series without what this viewer may not see: join links are for members."""
        return series if self.is_member else series.without_join_link()

    def may_change(self, talk: TalkVisibility) -> bool:
        """Return whether this viewer may change the talk: its speakers and organizers may."""
        own = talk.is_given_by(self._member_id)
        return talk.collaboration_id == self.collaboration.id and (self.is_organizer or own)

    def require_change(self, talk: TalkVisibility) -> None:
        """Refuse anybody who may not change the talk."""
        if not self.may_change(talk):
            message = _(
                "Only the speakers of a talk and organizers can change it. Ask one of them."
            )
            raise NotAllowed(message)
