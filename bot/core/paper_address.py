"""The address of a paper: an arXiv id, or a link."""

import re

from bot.core.refusals import Refusal
from bot.core.text import clean, web_address
from bot.core.translation import _

ARXIV = re.compile(
    r"(?:arxiv:\s*|https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\.pdf)?\Z",
    re.IGNORECASE,
)


def paper_address(text: str | None) -> str | None:
    """Return the link to a paper typed as an arXiv id or as a link."""
    typed = clean(text)
    if match := ARXIV.match(typed):
        return f"https://arxiv.org/abs/{match[1]}{match[2] or ''}"
    try:
        return web_address(typed, what=_("The paper"))
    except Refusal:
        message = _(
            "The paper must be an arXiv id like 2106.10165 or a link that begins with https://."
        )
        raise Refusal(message) from None
