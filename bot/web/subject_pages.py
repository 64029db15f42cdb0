"""What a subject adds to the web: pages of its own."""

from typing import Protocol

from aiohttp import web


class SubjectPages(Protocol):
    """Pages of a subject, each at an address that no other page has."""

    async def answer(self, request: web.BaseRequest) -> web.Response | None:
        """Return the page that a request asks for; None if it is none of these."""
