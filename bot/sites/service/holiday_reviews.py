"""Reviews of holidays: organizers hear before a site's list ends, and are asked once a year."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind
from bot.servers.model.collaborations import Collaboration
from bot.servers.service.recipients import organizer_targets
from bot.servers.store import collaborations
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store

AHEAD = timedelta(days=60)  # before a list ends
LASTS = timedelta(weeks=2)
REVIEW_MONTH = 9  # the academic year begins


class HolidayReviewService:
    """Asks organizers to keep the holidays of their sites right."""

    def __init__(self, store: Store) -> None:
        """Look at the sites of this store."""
        self._store = store

    async def review(self, *, now: datetime) -> int:
        """Tell organizers what is to be told today; return how many deliveries that made."""
        async with self._store.read() as connection:
            served = [one for one in await collaborations.every(connection) if one.is_served]
        return sum([await self._review(one, now=now) for one in served])

    async def _review(self, collaboration: Collaboration, *, now: datetime) -> int:
        async with self._store.read() as connection:
            known = await sites.of(connection, collaboration.id)
            wanted = [
                (what, sentence)
                for what, sentence in _wanted(known, now.date())
                if not await _is_told(connection, collaboration, what)
            ]
        if not wanted:
            return 0
        async with self._store.write() as connection:
            targets = await organizer_targets(connection, collaboration)
            news = [_news(what, told, to, now) for what, told in wanted for to in targets]
            await deliveries.insert_many(connection, collaboration.id, news)
        return len(news)


def _wanted(known: Sequence[Site], today: date) -> Iterator[tuple[str, str]]:
    """Yield what organizers are to hear on a day, each with what it is about."""
    listed = [(site.own_list.until, site.name) for site in known if site.own_list is not None]
    for until, ending in groupby(sorted(listed), key=lambda pair: pair[0]):
        if until - AHEAD <= today <= until:
            yield f"holidays-end:{until}", _ending([name for _, name in ending], until)
    if today.month == REVIEW_MONTH and known:
        yield f"holidays-review:{today.year}", _review(known)


def _ending(names: Sequence[str], until: date) -> str:
    return _(
        "I know the holidays of {sites} until {day}. For later days I only know the public "
        "holidays of the region. Please add the next ones with /site closure add, or from a "
        "calendar file with /site closure import.",
        sites=", ".join(names),
        day=_day(until),
    )


def _review(known: Sequence[Site]) -> str:
    return _(
        "Once a year I ask: are the holidays and closures of your sites still right ({sites})? "
        "Please look at them with /site closure list, and correct them with /site closure add, "
        "remove or import.",
        sites=", ".join(
            f"{site.name}: {_('known until {day}', day=_day(site.own_list.until))}"
            if site.own_list is not None
            else f"{site.name}: {_('public holidays only')}"
            for site in known
        ),
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


async def _is_told(connection: AsyncConnection, collaboration: Collaboration, what: str) -> bool:
    kinds = [Kind.TROUBLE]
    return bool(await deliveries.about(connection, collaboration.id, [what], kinds=kinds))


def _news(what: str, sentence: str, target: str, now: datetime) -> Due:
    return Due(
        kind=Kind.TROUBLE,
        what=what,
        target=target,
        due=now,
        pointless_after=now + LASTS,
        payload={"sentence": sentence, "why": ""},
    )
