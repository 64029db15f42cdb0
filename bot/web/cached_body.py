"""A body as HTTP sends it: whole, compressed, or as "not modified"."""

import asyncio
import gzip
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from aiohttp import web
from multidict import CIMultiDict

from bot.web.conditional_requests import accepts_gzip, is_unchanged

# Smaller bodies fit into one packet anyway.
WORTH_COMPRESSING = 1_000
LEVEL = 6


class Representation:
    """A body with headers that are made once; equal bodies have equal entity tags."""

    def __init__(
        self,
        body: bytes,
        headers: Mapping[str, str],
        *,
        digest: str | None = None,
        modified: datetime | None = None,
    ) -> None:
        """Hold `body`; `modified` is in whole seconds, None if unknown."""
        self.body = body
        self.modified = modified
        # Weak: the same tag names the compressed body.
        self.etag = f'W/"{(digest or sha256(body).hexdigest())[:32]}"'
        known = {"ETag": self.etag}
        if modified is not None:
            known["Last-Modified"] = format_datetime(modified, usegmt=True)
        self._whole = CIMultiDict({**headers, **known})
        self._packed = CIMultiDict({**headers, **known, "Content-Encoding": "gzip"})
        kept = {name: headers[name] for name in ("Cache-Control", "Vary") if name in headers}
        self._unchanged = CIMultiDict({**kept, **known})
        self._compressed: bytes | None = None

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Return the response to this request."""
        asked = request.headers
        if is_unchanged(asked, etag=self.etag, modified=self.modified):
            return web.Response(status=304, headers=self._unchanged)
        if len(self.body) >= WORTH_COMPRESSING and accepts_gzip(asked.get("Accept-Encoding", "")):
            return web.Response(body=await self._gzip(), headers=self._packed)
        return web.Response(body=self.body, headers=self._whole)

    async def _gzip(self) -> bytes:
        if self._compressed is None:
            # In a thread, since compressing a large feed would block other requests.
            self._compressed = await asyncio.to_thread(
                gzip.compress, self.body, compresslevel=LEVEL, mtime=0
            )
        return self._compressed
