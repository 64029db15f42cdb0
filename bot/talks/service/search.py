"""Finding a talk by what somebody remembers of its title or speaker, typing errors and all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.core.recent_values import RecentValues
from bot.core.search import LEAST_LIKENESS, Match, likeness, match_of, plain
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.talks.model.talks import Talk
from bot.talks.store import talks

# Talks that are searched: the latest. rapidfuzz takes some milliseconds for 5,000.
SEARCHED = 5000
ALIKE = 50  # of them that are shown at most for a misspelt text
REMEMBERED = 64  # collaborations whose talks are kept in memory: those searched last


class Purpose(Enum):
    """What a talk is picked for; what would be refused then is not offered."""

    LOOK = auto()
    CHANGE = auto()
    WITHDRAW = auto()
    ANNOUNCE = auto()
    SWAP = auto()
    SWAP_WITH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A talk as it is offered; `start` is when its meeting begins, None without one."""

    talk: Talk
    start: datetime | None
    takes_place: bool
    title: str
    speakers: tuple[str, ...]

    def suits(self, purpose: Purpose, viewer: Viewer, *, now: datetime) -> bool:
        """Return whether the viewer may do that with the talk."""
        is_coming = self.start is not None and self.start > now and self.takes_place
        changes = purpose in {Purpose.CHANGE, Purpose.WITHDRAW, Purpose.SWAP}
        if changes and not viewer.may_change(self.talk):
            return False
        if purpose is Purpose.WITHDRAW:
            return self.start is None or self.start > now
        if purpose is Purpose.SWAP_WITH:
            own = viewer.member is not None and self.talk.is_given_by(viewer.member.id)
            is_asked = any(one.member_id is not None for one in self.talk.speakers)
            return is_coming and is_asked and not own
        return is_coming or purpose in {Purpose.LOOK, Purpose.CHANGE}


class TalkSearch:
    """Looks talks up; what it knows of a collaboration is read again when that has changed."""

    def __init__(self, store: Store, *, remembered: int = REMEMBERED) -> None:
        """Read from this store; keep the talks of this many collaborations in memory."""
        self._store = store
        self._known: RecentValues[int, tuple[int, list[Found]]] = RecentValues(remembered)

    @property
    def remembered(self) -> int:
        """How many collaborations' talks are in memory."""
        return len(self._known)

    async def talks(
        self,
        viewer: Viewer,
        typed: str,
        *,
        purpose: Purpose = Purpose.LOOK,
        now: datetime,
        most: int = 25,
    ) -> list[Found]:
        """Return the talks that are most likely meant, the likeliest first.

        Those that begin so come before those with a word that does, and misspelt ones last; of the
        same kind, coming ones before past ones, and nearer ones first. Nothing typed gives them in
        that order. What would be refused for the purpose, and what the viewer may not see, is never
        found.
        """
        known = [
            found for found in await self._visible(viewer) if found.suits(purpose, viewer, now=now)
        ]
        wanted = plain(typed)
        if not wanted:
            return sorted(known, key=lambda found: _order(found, now))[:most]
        matches = _matches(wanted, known)
        best = sorted(matches, key=lambda at: (*matches[at], *_order(known[at], now)))
        return [known[at] for at in best[:most]]

    async def _visible(self, viewer: Viewer) -> list[Found]:
        collaboration_id = viewer.collaboration.id
        async with self._store.read() as connection:
            every = await series.of(connection, collaboration_id)
            revision = await collaborations.revision(connection, collaboration_id)
            kept = self._known.get(collaboration_id)
            if kept is None or kept[0] != revision:
                read = await talks.latest(connection, collaboration_id, most=SEARCHED)
                kept = (revision, [_found(*one) for one in read])
                self._known.put(collaboration_id, kept)
        of = {one.id: one for one in every}
        return [one for one in kept[1] if viewer.sees_talk(one.talk, of[one.talk.series_id])]


def _found(talk: Talk, start: datetime | None, takes_place: bool) -> Found:  # noqa: FBT001 - a row
    return Found(
        talk=talk,
        start=start,
        takes_place=takes_place,
        title=plain(talk.heading),
        speakers=tuple(plain(speaker.name) for speaker in talk.speakers),
    )


def _matches(wanted: str, known: list[Found]) -> dict[int, tuple[Match, float]]:
    """Return how the talks match, and how unlike they are (to 100), by their place in `known`."""
    exact: dict[int, tuple[Match, float]] = {}
    for at, found in enumerate(known):
        match = match_of(wanted, (found.title, *found.speakers))
        if match is not None:
            exact[at] = (match, 0.0)
    alike: dict[int, float] = defaultdict(float)
    for texts in ([one.title for one in known], [" ".join(one.speakers) for one in known]):
        for at, score in likeness(wanted, texts, least=LEAST_LIKENESS, most=ALIKE).items():
            alike[at] = max(alike[at], score)
    return {at: (Match.ALIKE, -score) for at, score in alike.items()} | exact


def _order(found: Found, now: datetime) -> tuple[int, float]:
    """Return the sort key by time: coming talks, those without a date, then past ones."""
    if found.start is None:
        return 1, 0.0
    return (0 if found.start > now else 2), abs((found.start - now).total_seconds())
