"""The public pages of each collaboration."""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.clock import Clock
from bot.core.web_addresses import Links, webcal
from bot.pages.pages.public_view import PublicView, public_view
from bot.pages.pages.shown_period import LONGEST, SHOWN_AHEAD, Query, page_number, quarter
from bot.pages.pages.templates import assets, templates
from bot.pages.pages.view_models import by_week, meeting_card, talk_card
from bot.series import store as series
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
Handler = Callable[..., Awaitable[bytes | None]]


class Pages:
    """Answers requests for pages."""

    def __init__(self, store: Store, links: Links, clock: Clock) -> None:
        """Show the content of a store."""
        self._store = store
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
                content = await handler(parse_qs(query[:200]), *named.groups())
                if content is None:
                    return None
                page = Representation(content, self._headers)
                return await page.answer(request)
        return None

    def problem(self, status: int, heading: str, text: str) -> web.Response:
        """Return a page about a problem."""
        content = self._rendered("problem.html", heading=heading, text=text)
        return web.Response(status=status, body=content, headers=self._headers)

    async def _every(self, _query: Query) -> bytes:
        async with self._store.read() as connection:
            known = await collaborations.every(connection)
        return self._rendered("collaborations.html", collaborations=known)

    async def _coming(self, query: Query, slug: str) -> bytes | None:
        now = self._clock.now()
        if (place := await public_view(self._store, slug)) is None:
            return None
        begin, end = quarter(query, now=now, zone=place.zone)
        here = (conditions.in_collaboration(place.id), conditions.publicly_visible())
        async with self._store.read() as connection:
            booked = await stored_bookings.where(
                connection, *here, conditions.begins_between(begin, end)
            )
            later = await stored_bookings.page(
                connection, *here, conditions.begins_between(end, None), most=1
            )
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
        if (place := await public_view(self._store, slug)) is None:
            return None
        number = page_number(query)
        async with self._store.read() as connection:
            booked = await stored_bookings.page(
                connection,
                conditions.in_collaboration(place.id),
                conditions.publicly_visible(),
                conditions.is_filled(),
                conditions.takes_place(),
                conditions.begins_between(None, self._clock.now()),
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
        if (place := await public_view(self._store, slug)) is None:
            return None
        async with self._store.read() as connection:
            found = await series.by_slug(connection, place.id, name)
            if found is None or not place.viewer.sees(found):
                return None
            this = conditions.in_series(found.id)
            ahead = conditions.begins_between(now - LONGEST, now + 2 * SHOWN_AHEAD)
            booked = await stored_bookings.where(connection, this, ahead)
            former = await stored_bookings.page(
                connection,
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
        return self._of(
            place,
            "series.html",
            series=place.viewer.shown(found),
            rule="" if found.single else f"{rule_text(found.rule)} {place.city(found.zone)}",
            coming=[meeting_card(shown, place.sites) for shown in coming],
            past=[meeting_card(shown, place.sites) for shown in place.shown(former)],
            feed=self._links.feed_series(slug, name),
        )

    async def _talk(self, _query: Query, slug: str, number: str) -> bytes | None:
        if (place := await public_view(self._store, slug)) is None:
            return None
        async with self._store.read() as connection:
            booked = await stored_bookings.where(
                connection,
                conditions.in_collaboration(place.id),
                conditions.has_id(talk=int(number)),
            )
        shown = place.shown(booked)
        if not shown or shown[0].bookings[0].talk is None:
            return None
        (booking,) = shown[0].bookings
        assert booking.talk is not None  # noqa: S101 - just checked
        return self._of(
            place,
            "talk.html",
            meeting=meeting_card(shown[0], place.sites),
            talk=talk_card(booking, booking.talk, place.sites),
            file=Links.meeting_file(self._paths, booking.meeting.id),
            feed=self._links.feed_series(slug, booking.series.slug),
        )

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
