"""Finding a talk by what somebody remembers of its title or speaker, typing errors and all."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process, utils

from bot.core.recent_values import RecentValues
from bot.people.model.viewers import Viewer
from bot.series import store as series
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.talks.model.talks import Talk
from bot.talks.store import talks

# Talks that are searched: the latest. rapidfuzz takes some milliseconds for 5,000.
SEARCHED = 5000
LEAST_LIKENESS = 50.0
REMEMBERED = 64  # collaborations whose talks are kept in memory: those searched last


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A talk as it is offered; `start` is when its meeting begins, None without one."""

    talk: Talk
    start: datetime | None
    title: str
    speakers: str


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
        self, viewer: Viewer, typed: str, *, changeable: bool = False, now: datetime, most: int = 25
    ) -> list[Found]:
        """Return the talks most like what was typed, the likeliest first.

        Nothing typed gives those nearest in time. `changeable` leaves out what the viewer may only
        see. What the viewer may not see is never found.
        """
        known = [
            found
            for found in await self._visible(viewer)
            if not changeable or viewer.may_change(found.talk)
        ]
        wanted = plain(typed)
        if not wanted:
            return sorted(known, key=lambda found: _distance(found, now))[:most]
        likeness = _likeness(wanted, known)
        best = sorted(likeness, key=lambda at: (-likeness[at], _distance(known[at], now)))
        return [known[at] for at in best[:most]]

    async def _visible(self, viewer: Viewer) -> list[Found]:
        collaboration_id = viewer.collaboration.id
        async with self._store.read() as connection:
            every = await series.of(connection, collaboration_id)
            revision = await collaborations.revision(connection, collaboration_id)
            kept = self._known.get(collaboration_id)
            if kept is None or kept[0] != revision:
                read = await talks.latest(connection, collaboration_id, most=SEARCHED)
                kept = (revision, [_found(talk, start) for talk, start in read])
                self._known.put(collaboration_id, kept)
        of = {one.id: one for one in every}
        return [one for one in kept[1] if viewer.sees_talk(one.talk, of[one.talk.series_id])]


def plain(text: str) -> str:
    """Return text as it is compared: small letters and digits, accents taken off."""
    apart = unicodedata.normalize("NFKD", text)
    return utils.default_process("".join(c for c in apart if not unicodedata.combining(c))).strip()


def _found(talk: Talk, start: datetime | None) -> Found:
    return Found(
        talk=talk, start=start, title=plain(talk.heading), speakers=plain(talk.speaker_names)
    )


def _likeness(wanted: str, known: list[Found]) -> dict[int, float]:
    """Return how alike the likely ones are (to 100), by their place in `known`."""
    best: dict[int, float] = defaultdict(float)
    for texts in ([found.title for found in known], [found.speakers for found in known]):
        for _, score, at in process.extract(
            wanted, texts, scorer=fuzz.WRatio, limit=50, score_cutoff=LEAST_LIKENESS
        ):
            best[at] = max(best[at], score)
    return best


def _distance(found: Found, now: datetime) -> float:
    return float("inf") if found.start is None else abs((found.start - now).total_seconds())
