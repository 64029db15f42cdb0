"""Pages for people: what is public of each collaboration, and nothing else."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.clock import Clock
from bot.core.folders import WEB
from bot.core.web_addresses import Links, webcal
from bot.pages.pages.view_models import by_week, meeting_card, talk_card
from bot.people.model.viewers import Standing, Viewer
from bot.series import store as series
from bot.series.service.rearrangement import shown_to
from bot.servers.store import collaborations
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks import store as talks
from bot.talks.model.talks import Booking, Programme
from bot.times.recurrence_text import rule_text
from bot.times.zones import occurrence_instant, wall_time
from bot.web import headers
from bot.web.cached_body import Representation
from bot.web.mathematics import mathematics

SLUG = r"([a-z0-9-]{1,60})"
ASSETS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# A page shows a quarter of a year; what comes later is a link away.
SHOWN_AHEAD = timedelta(weeks=13)
# No meeting is longer, so that one under way is found by its start.
LONGEST = timedelta(days=1)
FARTHEST = timedelta(days=3 * 366)
TALKS_ON_PAGE = 50
MOST_PAGES = 10_000
Query = Mapping[str, Sequence[str]]
Handler = Callable[..., Awaitable[bytes | None]]


@dataclass(frozen=True, slots=True)
class Place:
    """A collaboration as the public sees it, with its sites."""

    viewer: Viewer
    sites: tuple[Site, ...]

    @property
    def id(self) -> int:
        """The collaboration's id."""
        return self.viewer.collaboration.id

    @property
    def zone(self) -> str:
        """The zone in which its weeks begin."""
        anchor = self.viewer.collaboration.anchor_site_id
        zones = [site.zone for site in self.sites if site.id == anchor]
        return next(iter([*zones, *(site.zone for site in self.sites)]), "UTC")

    def shown(self, booked: Sequence[Booking]) -> list[Programme]:
        """Return the meetings of bookings as the public sees them."""
        return [
            shown_to(self.viewer, programme)
            for programme in talks.programmes_of(booked)
            if self.viewer.sees(programme.series)
        ]


class Pages:
    """Answers requests for pages."""

    def __init__(self, store: Store, links: Links, clock: Clock) -> None:
        """Show what this store holds."""
        self._store = store
        self._clock = clock
        self._links = links
        address = urlsplit(links.public_url)
        # Within the site addresses leave out the host: it may be reached under several.
        self._paths = Links(public_url=address.path.rstrip("/"))
        self._headers = headers.page(encrypted=address.scheme == "https")
        self._templates = Environment(
            loader=FileSystemLoader(WEB / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["mathematics"] = mathematics
        self._templates.globals["day"] = "{:%-d %B %Y}".format
        self._assets = {f"/static/{f.name}": _asset(f) for f in (WEB / "static").iterdir()}
        self._routes: tuple[tuple[re.Pattern[str], Handler], ...] = (
            (re.compile(r"/\Z"), self._every),
            (re.compile(rf"/c/{SLUG}/?\Z"), self._coming),
            (re.compile(rf"/c/{SLUG}/past\Z"), self._past),
            (re.compile(rf"/c/{SLUG}/series/{SLUG}\Z"), self._series),
            (re.compile(rf"/c/{SLUG}/talk/([0-9]{{1,18}})\Z"), self._talk),
        )

    async def answer(self, request: web.BaseRequest) -> web.Response | None:
        """Return the page that a request names; None where it names none."""
        path, _, query = request.raw_path.partition("?")
        if (asset := self._assets.get(path)) is not None:
            return await asset.answer(request)
        for pattern, handler in self._routes:
            if named := pattern.match(path):
                content = await handler(parse_qs(query[:200]), *named.groups())
                if content is None:
                    return None
                page = Representation(content, self._headers)
                return await page.answer(request)
        return None

    def problem(self, status: int, heading: str, text: str) -> web.Response:
        """Return a page that says what is wrong."""
        content = self._rendered("problem.html", heading=heading, text=text)
        return web.Response(status=status, body=content, headers=self._headers)

    async def _every(self, _query: Query) -> bytes:
        async with self._store.read() as connection:
            known = await collaborations.every(connection)
        return self._rendered("collaborations.html", collaborations=known)

    async def _coming(self, query: Query, slug: str) -> bytes | None:
        now = self._clock.now()
        if (place := await self._place(slug)) is None:
            return None
        begin, end = _quarter(query, now=now, zone=place.zone)
        here = (talks.in_collaboration(place.id), talks.publicly_visible())
        async with self._store.read() as connection:
            booked = await talks.bookings(connection, *here, talks.begins_between(begin, end))
            later = await talks.page(connection, *here, talks.begins_between(end, None), most=1)
            known = await series.recurring(connection, place.id)
        coming = [found for found in place.shown(booked) if found.meeting.end > min(now, end)]
        return self._of(
            place,
            "coming.html",
            weeks=by_week(coming, place.sites, zone=place.zone),
            later=wall_time(end, place.zone).date().isoformat() if later else None,
            all_series=[found for found in known if place.viewer.sees(found)],
            feed=self._links.feed_all(slug),
        )

    async def _past(self, query: Query, slug: str) -> bytes | None:
        if (place := await self._place(slug)) is None:
            return None
        number = _page_number(query)
        async with self._store.read() as connection:
            booked = await talks.page(
                connection,
                talks.in_collaboration(place.id),
                talks.publicly_visible(),
                talks.is_filled(),
                talks.takes_place(),
                talks.begins_between(None, self._clock.now()),
                latest_first=True,
                most=TALKS_ON_PAGE + 1,
                skip=(number - 1) * TALKS_ON_PAGE,
            )
        shown = place.shown(booked[:TALKS_ON_PAGE])
        return self._of(
            place,
            "past.html",
            meetings=[meeting_card(found, place.sites) for found in shown],
            page=number,
            has_more=len(booked) > TALKS_ON_PAGE,
        )

    async def _series(self, _query: Query, slug: str, name: str) -> bytes | None:
        now = self._clock.now()
        if (place := await self._place(slug)) is None:
            return None
        async with self._store.read() as connection:
            found = await series.by_slug(connection, place.id, name)
            if found is None or not place.viewer.sees(found):
                return None
            this = talks.in_series(found.id)
            ahead = talks.begins_between(now - LONGEST, now + 2 * SHOWN_AHEAD)
            booked = await talks.bookings(connection, this, ahead)
            former = await talks.page(
                connection,
                *(this, talks.is_filled(), talks.takes_place(), talks.begins_between(None, now)),
                latest_first=True,
                most=TALKS_ON_PAGE,
            )
        coming = [shown for shown in place.shown(booked) if shown.meeting.end > now]
        return self._of(
            place,
            "series.html",
            series=place.viewer.shown(found),
            rule="" if found.single else f"{rule_text(found.rule)} {_city(place, found.zone)}",
            coming=[meeting_card(shown, place.sites) for shown in coming],
            past=[meeting_card(shown, place.sites) for shown in place.shown(former)],
            feed=self._links.feed_series(slug, name),
        )

    async def _talk(self, _query: Query, slug: str, number: str) -> bytes | None:
        if (place := await self._place(slug)) is None:
            return None
        async with self._store.read() as connection:
            booked = await talks.bookings(
                connection, talks.in_collaboration(place.id), talks.has_id(talk=int(number))
            )
        shown = place.shown(booked)
        if not shown or shown[0].bookings[0].talk is None:
            return None
        (booking,) = shown[0].bookings
        assert booking.talk is not None  # noqa: S101 - just looked at
        return self._of(
            place,
            "talk.html",
            meeting=meeting_card(shown[0], place.sites),
            talk=talk_card(booking, booking.talk, place.sites),
            file=Links.meeting_file(self._paths, booking.meeting.id),
            feed=self._links.feed_series(slug, booking.series.slug),
        )

    async def _place(self, slug: str) -> Place | None:
        async with self._store.read() as connection:
            found = await collaborations.by_slug(connection, slug)
            known = await sites.of(connection, found.id) if found else []
        if found is None:
            return None
        return Place(Viewer(collaboration=found, standing=Standing.PUBLIC), tuple(known))

    def _of(self, place: Place, template: str, *, feed: str = "", **values: object) -> bytes:
        return self._rendered(
            template,
            collaboration=place.viewer.collaboration,
            feed=feed,
            webcal=webcal(feed),
            **values,
        )

    def _rendered(self, template: str, **values: object) -> bytes:
        page = self._templates.get_template(template)
        html = page.render(root=self._paths.public_url, paths=self._paths, **values)
        return html.encode("utf-8", "replace")


def _asset(file: Path) -> Representation:
    return Representation(file.read_bytes(), headers.asset(ASSETS[file.suffix]))


def _quarter(query: Query, *, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the stretch of time that a page shows: from the day asked for, or from now."""
    today = wall_time(now, zone).date()
    try:
        asked = date.fromisoformat(query["from"][0])
        first = min(max(today, asked), today + FARTHEST)
    except (KeyError, ValueError):
        first = today
    until = first - timedelta(days=first.weekday()) + SHOWN_AHEAD
    begin = now - LONGEST if first == today else occurrence_instant(_midnight(first), zone)
    return begin, occurrence_instant(_midnight(until), zone)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC).replace(tzinfo=None)


def _city(place: Place, zone: str) -> str:
    return next((site.city for site in place.sites if site.zone == zone), zone)


def _page_number(query: Query) -> int:
    typed = query.get("page", ["1"])[0]
    return min(max(int(typed), 1), MOST_PAGES) if typed.isascii() and typed.isdecimal() else 1
