"""What tests of the web act on: a collaboration on a real file, served over real HTTP."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from sqlalchemy import event

from bot.clock import Clock
from bot.core.web_addresses import Links
from bot.feeds.service import SubscriptionService
from bot.meetings.model.meetings import Meeting
from bot.meetings.service.changes import MeetingService
from bot.meetings.store import meetings
from bot.meetings.store.slots import slots_of
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.talks.model.talks import Speaker, TalkStatus
from bot.talks.store import talks
from bot.web.server import Web
from tests.worlds import NOW, World

ALL = "/feeds/deep-learning-theory/all.ics"


class HeldClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = NOW

    def now(self) -> datetime:
        return self.instant

    def pass_by(self, distance: timedelta) -> datetime:
        """Let time pass; return what it is then."""
        self.instant += distance
        return self.instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, the body as it was sent: not unpacked."""

    status: int
    headers: Any
    body: bytes


@dataclass(slots=True, kw_only=True)
class Stage:
    """A collaboration, its services, and a client of its web server."""

    store: Store
    world: World
    publisher: Publisher
    web: Web
    client: aiohttp.ClientSession
    clock: HeldClock = field(default_factory=HeldClock)

    @property
    def links(self) -> Links:
        return self.publisher.links

    async def get(
        self, path: str, *, method: str = "GET", follow: bool = True, **headers: str
    ) -> Answer:
        """Ask for a path; header names are typed with underscores."""
        typed = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = {"Accept-Encoding": "identity", **typed}
        address = f"http://127.0.0.1:{self.web.port}{path}"
        async with self.client.request(
            method, address, headers=asked, allow_redirects=follow
        ) as response:
            return Answer(
                status=response.status, headers=response.headers, body=await response.read()
            )

    async def series(self, title: str = "Theory seminar", **described: Any) -> list[Meeting]:  # noqa: ANN401 - as typed
        """Make a series of ten meetings, unless told otherwise; return them."""
        typed: dict[str, Any] = {
            "when": "Thursdays 17:00",
            "minutes": 60,
            "slots": 1,
            "until": "10 times",
        }
        typed |= described
        made = await self.planning.create(
            self.world.organizer, SeriesDescription(title=title, **typed), now=self.clock.now()
        )
        async with self.store.read() as connection:
            return await meetings.of_series(connection, made.series.id)

    async def edit_series(self, slug: str, **described: Any) -> None:  # noqa: ANN401 - as typed
        """Change a series through the service."""
        await self.planning.edit(
            self.world.organizer, slug, SeriesDescription(**described), now=self.clock.now()
        )

    async def talk(
        self,
        meeting: Meeting,
        *,
        title: str | None = "On kernels",
        position: int = 0,
        spoken_by: Sequence[Speaker] = (Speaker(name="Emmy Noether"),),
        **more: str,
    ) -> int:
        """Put a talk into a slot and publish it."""
        async with self.store.write() as connection:
            slots = await slots_of(connection, meeting.id)
            talk_id = await talks.insert_talk(
                connection,
                spoken_by=spoken_by,
                collaboration_id=meeting.collaboration_id,
                series_id=meeting.series_id,
                slot_id=slots[position].id,
                title=title,
                status=TalkStatus.CONFIRMED,
                created_at=NOW,
                **more,
            )
            await self.publisher.publish(connection, [meeting.id], now=self.clock.now())
        return talk_id

    async def change_talk(self, meeting: Meeting, talk_id: int, **changes: Any) -> None:  # noqa: ANN401 - columns differ
        """Change a talk and publish it."""
        async with self.store.write() as connection:
            await talks.update_talk(connection, talk_id, **changes)
            await self.publisher.publish(connection, [meeting.id], now=self.clock.now())

    async def change_series(self, meeting: Meeting, **changes: Any) -> None:  # noqa: ANN401 - columns differ
        """Change the row of a meeting's series behind the service's back and publish it all."""
        async with self.store.write() as connection:
            await series.update(connection, meeting.series_id, **changes)
            known = await meetings.of_series(connection, meeting.series_id)
            await self.publisher.publish(
                connection, [one.id for one in known], now=self.clock.now()
            )

    @property
    def planning(self) -> SeriesService:
        return SeriesService(self.store, self.publisher)

    @property
    def scheduling(self) -> MeetingService:
        return MeetingService(self.store, self.publisher)

    @property
    def subscribing(self) -> SubscriptionService:
        return SubscriptionService(self.store)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Collect the statements sent to the store's database."""
    engines = [store._reader.sync_engine, store._writer.sync_engine]  # noqa: SLF001 - what is counted
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield said
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
