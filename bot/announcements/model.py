"""Compositions: what organizers write themselves, with placeholders for what may still change."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Self

from bot.core import text
from bot.core.refusals import Refusal

PLACEHOLDER = re.compile(r"\{([^{}\n]{0,40})\}")
# What may stand in braces, and what it becomes.
PLACEHOLDERS: Mapping[str, str] = {
    "title": "the talk's title",
    "speaker": "who gives it",
    "abstract": "what it is about",
    "series": "the series",
    "when": "weekday, date and hour, in the reader's own time too",
    "sites": "the hour at every site",
    "room": "where it is",
    "link": "its page",
}
MOST_TITLE, MOST_BODY = 200, 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """An announcement as an organizer wrote it.

    `about` is what its placeholders speak of: "talk:12", "meeting:3", "series:4" or nothing.
    `publish` hands it on to the servers that follow an announcement channel.
    """

    title: str
    body: str
    about: str = ""
    role_id: int | None = None
    is_cancelled: bool = False
    publish: bool = False

    @classmethod
    def typed(cls, *, title: str, body: str, about: str, **more: Any) -> Self:  # noqa: ANN401 - fields differ in type
        """Return what was typed, made harmless; refuse a placeholder that means nothing here."""
        composed = cls(
            title=text.line(title, most=MOST_TITLE, what="The heading"),
            body=text.paragraph(body, most=MOST_BODY, what="The text"),
            about=about,
            **more,
        )
        if not (composed.title or composed.body):
            message = "There is nothing to announce yet: please type a heading or a text."
            raise Refusal(message)
        require_known(composed.title + composed.body)
        if not about and PLACEHOLDER.search(composed.title + composed.body):
            message = (
                "Placeholders in braces need a talk, a meeting or a series that they speak of: "
                "please choose one with /announce compose, or take them out."
            )
            raise Refusal(message)
        return composed

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return the composition that `kept` was made of."""
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    @property
    def seal(self) -> str:
        """What tells whether somebody else has changed the words meanwhile."""
        return blake2b(f"{self.title}\0{self.body}".encode(), digest_size=6).hexdigest()

    def kept(self) -> dict[str, Any]:
        """Return it as the store keeps it."""
        return asdict(self)


def require_known(body: str) -> None:
    """Refuse a placeholder that Meridian does not know, by its name."""
    for name in PLACEHOLDER.findall(body):
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            message = (
                f"I do not know the placeholder {{{name[:40]}}}: please use one of {known}, "
                "or write it without braces."
            )
            raise Refusal(message)


def filled(body: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; one without a value becomes a dash."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1]) or "–", body)
