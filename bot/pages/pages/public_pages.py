"""The public pages of each collaboration."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.core.text import clean
from bot.core.web_addresses import Links, webcal
from bot.meetings.store import meetings
from bot.pages.pages.public_view import PublicView, public_view
from bot.pages.pages.shown_period import (
    FOREVER,
    LONGEST,
    SHOWN_AHEAD,
    Query,
    midnight_after,
    page_number,
    quarter,
    valid_until,
)
from bot.pages.pages.templates import assets, templates
from bot.pages.pages.view_models import by_week, meeting_card, talk_card
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from bot.times.recurrence_text import rule_text
from bot.times.zones import wall_time
from bot.web import headers
from bot.web.cached_body import Representation

SLUG = r"([a-z0-9-]{1,60})"
TALKS_ON_PAGE = 50
MOST_PAGES = 300  # kept in memory
Made = tuple[bytes, datetime]  # a page, and until when the clock alone does not change it
Handler = Callable[..., Awaitable[Made | None]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent, until a moment or until what it shows changes."""

    representation: Representation
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a page is made from: the store, what was asked after the question mark, and when."""

    connection: AsyncConnection
    query: Query
    now: datetime


class Pages:
    """Answers requests for pages."""

    def __init__(self, store: Store, links: Links, clock: Clock) -> None:
        """Show the content of a store."""
        self._store = store
        self._cache = store.cache(most=MOST_PAGES)
        self._clock = clock
        self._links = links
        address = urlsplit(links.public_url)
        # Addresses within the pages leave out the host, since there may be several.
        self._paths = Links(public_url=address.path.rstrip("/"))
        self._headers = headers.page(encrypted=address.scheme == "https")
        self._templates = templates()
        self._assets = assets()
        self._routes: tuple[tuple[re.Pattern[str], Handler], ...] = (
            (re.compile(r"/\Z"), self._every),
            (re.compile(rf"/c/{SLUG}/?\Z"), self._coming),
            (re.compile(rf"/c/{SLUG}/past\Z"), self._past),
            (re.compile(rf"/c/{SLUG}/series/{SLUG}\Z"), self._series),
            (re.compile(rf"/c/{SLUG}/talk/([0-9]{{1,18}})\Z"), self._talk),
        )

    async def answer(self, request: web.BaseRequest) -> web.Response | None:
        """Return the page at the address of a request, None if there is none."""
        path, _, query = request.raw_path.partition("?")
        if (asset := self._assets.get(path)) is not None:
            return await asset.answer(request)
        for pattern, handler in self._routes:
            if named := pattern.match(path):
                page = await self._page(handler, path, query[:200], *named.groups())
                return None if page is None else await page.representation.answer(request)
        return None

    async def _page(self, handler: Handler, path: str, query: str, *named: str) -> Page | None:
        """Return a page from memory, unless what it shows has changed since."""
        slug, *names = named or (None,)
        place = None if slug is None else await self._place(slug)
        if slug is not None and place is None:
            return None
        now = self._clock.now()

        async def load(connection: AsyncConnection) -> Page | None:
            asked = PageRequest(connection, parse_qs(query), now)
            made = await handler(asked, *([] if place is None else [place]), *names)
            return None if made is None else Page(Representation(made[0], self._headers), made[1])

        return await self._store.recall(
            ("page", path, query, place),
            load,
            whose=lambda _: None if place is None else place.id,
            now=now,
            valid_until=lambda page: None if page is None else page.valid_until,
            cache=self._cache,
        )

    async def _place(self, slug: str) -> PublicView | None:
        return await self._store.recall(
            ("place", slug),
            partial(public_view, slug=slug),
            whose=lambda place: None if place is None else place.id,
            cache=self._cache,
        )

    def problem(self, status: int, heading: str, text: str) -> web.Response:
        """Return a page about a problem."""
        content = self._rendered("problem.html", heading=heading, text=text)
        return web.Response(status=status, body=content, headers=self._headers)

    async def _every(self, asked: PageRequest) -> Made:
        known = await collaborations.every(asked.connection)
        return self._rendered("collaborations.html", collaborations=known), FOREVER

    async def _coming(self, asked: PageRequest, place: PublicView) -> Made:
        begin, end = quarter(asked.query, now=asked.now, zone=place.zone)
        here = (conditions.in_collaboration(place.id), conditions.publicly_visible())
        booked = await stored_bookings.where(
            asked.connection, *here, conditions.begins_between(begin, end)
        )
        later = await stored_bookings.page(
            asked.connection, *here, conditions.begins_between(end, None), most=1
        )
        since = min(asked.now, end)
        coming = [found for found in place.shown(booked) if found.meeting.end > since]
        content = self._of(
            place,
            "coming.html",
            weeks=by_week(coming, place.sites, zone=place.zone),
            later=wall_time(end, place.zone).date().isoformat() if later else None,
            all_series=[found for found in place.series if not found.single],
            feed=self._links.feed_all(place.slug),
        )
        return content, valid_until(coming, now=asked.now, zone=place.zone)

    async def _past(self, asked: PageRequest, place: PublicView) -> Made:
        number = page_number(asked.query)
        booked = await stored_bookings.page(
            asked.connection,
            conditions.in_collaboration(place.id),
            conditions.publicly_visible(),
            conditions.is_filled(),
            conditions.takes_place(),
            conditions.begins_between(None, asked.now),
            latest_first=True,
            most=TALKS_ON_PAGE + 1,
            skip=(number - 1) * TALKS_ON_PAGE,
        )
        shown = place.shown(booked[:TALKS_ON_PAGE])
        content = self._of(
            place,
            "past.html",
            meetings=[meeting_card(found, place.sites) for found in shown],
            page=number,
            has_more=len(booked) > TALKS_ON_PAGE,
        )
        begins = await meetings.next_start(asked.connection, place.id, after=asked.now)
        return content, begins or FOREVER

    async def _series(self, asked: PageRequest, place: PublicView, name: str) -> Made | None:
        now = asked.now
        found = next((one for one in place.series if one.slug == clean(name)), None)
        if found is None:
            return None
        this = conditions.in_series(found.id)
        # To the end of a day, so that the page stays the same until then.
        until = midnight_after(now + 2 * SHOWN_AHEAD, "UTC")
        booked = await stored_bookings.where(
            asked.connection, this, conditions.begins_between(now - LONGEST, until)
        )
        former = await stored_bookings.page(
            asked.connection,
            *(
                this,
                conditions.is_filled(),
                conditions.takes_place(),
                conditions.begins_between(None, now),
            ),
            latest_first=True,
            most=TALKS_ON_PAGE,
        )
        coming = [shown for shown in place.shown(booked) if shown.meeting.end > now]
        content = self._of(
            place,
            "series.html",
            series=place.viewer.shown(found),
            rule="" if found.single else f"{rule_text(found.rule)} {place.city(found.zone)}",
            coming=[meeting_card(shown, place.sites) for shown in coming],
            past=[meeting_card(shown, place.sites) for shown in place.shown(former)],
            feed=self._links.feed_series(place.slug, name),
        )
        return content, valid_until(coming, now=now, zone="UTC")

    async def _talk(self, asked: PageRequest, place: PublicView, number: str) -> Made | None:
        booked = await stored_bookings.where(
            asked.connection,
            conditions.in_collaboration(place.id),
            conditions.has_id(talk=int(number)),
        )
        shown = place.shown(booked)
        if not shown or shown[0].bookings[0].talk is None:
            return None
        (booking,) = shown[0].bookings
        assert booking.talk is not None  # noqa: S101 - just checked
        content = self._of(
            place,
            "talk.html",
            meeting=meeting_card(shown[0], place.sites),
            talk=talk_card(booking, booking.talk, place.sites),
            file=Links.meeting_file(self._paths, booking.meeting.id),
            feed=self._links.feed_series(place.slug, booking.terms.slug),
        )
        return content, FOREVER

    def _of(self, place: PublicView, template: str, *, feed: str = "", **values: object) -> bytes:
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
