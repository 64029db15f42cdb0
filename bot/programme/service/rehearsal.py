"""Entries rendered before a change, so that nobody waits for the rendering of hundreds of them.

A rehearsal is no promise: an entry made here is used only where the change then finds the very same
meeting, edition and former entries. Everything else is rendered in the change itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.programme.model.calendar_entries import Entry
from bot.programme.service.calendar_rendering import Editions, Kept, former_of, renewed
from bot.talks.model.talks import Programme


@dataclass(slots=True)
class Rehearsal:
    """New entries by meeting, each with what it was made from."""

    editions: Mapping[int, Editions] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)
    known: frozenset[int] = frozenset()
    now: datetime | None = None
    made: dict[int, tuple[Programme, list[Entry]]] = field(default_factory=dict)

    def render(self, programme: Programme) -> None:
        """Render a meeting as it will be."""
        assert self.now is not None  # noqa: S101 - an empty rehearsal renders nothing
        editions = self.editions[programme.meeting.collaboration_id]
        is_known = programme.meeting.id in self.known
        made = renewed(programme, editions, self.kept, is_known=is_known, now=self.now)
        self.made[programme.meeting.id] = (programme, made)

    def found(
        self,
        programme: Programme,
        editions: Editions,
        kept: Kept,
        *,
        is_known: bool,
        now: datetime,
    ) -> list[Entry] | None:
        """Return the new entries of a meeting, None where they were not made from just this."""
        expected, made = self.made.get(programme.meeting.id, (None, []))
        is_same = (
            now == self.now
            and is_known == (programme.meeting.id in self.known)
            and programme == expected
            and self.editions.get(programme.meeting.collaboration_id) == editions
            and former_of(programme, self.kept) == former_of(programme, kept)
        )
        return made if is_same else None
