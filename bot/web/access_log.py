"""The access log, without the tokens of private feeds."""

import re
from hashlib import sha256

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

PRIVATE = re.compile(r"(?<=/feeds/me/)[^/?#]+|[A-Za-z0-9_-]{41,}")


def without_tokens(target: str) -> str:
    """Return a request's target with each token replaced by eight digits of its hash."""
    return PRIVATE.sub(lambda token: sha256(token[0].encode()).hexdigest()[:8], target)


class AccessLog(AbstractAccessLogger):
    """One line for each request: method, target, status, bytes, milliseconds."""

    @property
    def enabled(self) -> bool:
        """Whether the log is on; otherwise the server skips the timing."""
        return self.logger.isEnabledFor(20)

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line."""
        self.logger.info(
            "%s %s %d %d %.1f ms",
            request.method,
            without_tokens(request.raw_path),
            response.status,
            response.body_length,
            time * 1000,
        )
