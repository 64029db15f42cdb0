"""Compositions: announcements that organizers write, with placeholders for what may change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Self

from bot.core import text
from bot.core.latex import formula_spans
from bot.core.refusals import Refusal
from bot.core.translation import _

PLACEHOLDER = re.compile(r"\{([^{}\n]{0,40})\}")
# What stands before the braces of an argument in LaTeX.
ARGUMENT = re.compile(r"(?:\\[a-zA-Z]+\*?|[\^_}\]])\s*\Z")
# The words that may be typed in braces, and what replaces them.
PLACEHOLDERS: Mapping[str, str] = {
    "title": _("the talk's title"),
    "speaker": _("who gives it"),
    "abstract": _("what it is about"),
    "series": _("the series"),
    "when": _("weekday, date and hour, in the reader's own time too"),
    "sites": _("the hour at every site"),
    "room": _("where it is"),
    "link": _("its page"),
}
MOST_TITLE, MOST_BODY = 200, 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """An announcement as an organizer wrote it.

    `about` is what its placeholders refer to: "talk:12", "meeting:3", "series:4" or nothing.
    `publish` sends it to the servers that follow an announcement channel.
    """

    title: str
    body: str
    about: str = ""
    role_id: int | None = None
    is_cancelled: bool = False
    publish: bool = False

    @classmethod
    def typed(cls, *, title: str, body: str, about: str, **more: Any) -> Self:  # noqa: ANN401 - fields differ in type
        """Return what was typed, cleaned; refuse a placeholder that has no meaning here."""
        composed = cls(
            title=text.line(title, most=MOST_TITLE, what=_("The heading")),
            body=text.paragraph(body, most=MOST_BODY, what=_("The text")),
            about=about,
            **more,
        )
        if not (composed.title or composed.body):
            raise Refusal(_("The announcement is empty. Please type a heading or a text."))
        require_known(f"{composed.title}\n{composed.body}")
        if not about and any(placeholders(f"{composed.title}\n{composed.body}")):
            raise Refusal(
                _(
                    "Placeholders in braces only work for a talk, a meeting or a series. "
                    "Please choose one with /announce compose, or remove the placeholders."
                )
            )
        return composed

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return the composition that `kept` was made of."""
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    @property
    def seal(self) -> str:
        """A digest that changes when somebody else changes the text."""
        return blake2b(f"{self.title}\0{self.body}".encode(), digest_size=6).hexdigest()

    def kept(self) -> dict[str, Any]:
        """Return it as a delivery's payload holds it."""
        return asdict(self)


def require_known(body: str) -> None:
    """Refuse a text with a placeholder that Meridian does not know."""
    for found in placeholders(body):
        name = found[1]
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            raise Refusal(
                _(
                    "I do not know the placeholder {placeholder}. Please use one of {known}, "
                    "or write it without braces.",
                    placeholder=f"{{{name[:40]}}}",
                    known=known,
                )
            )


def filled(body: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; one without a value becomes a dash."""
    parts, end = [], 0
    for found in placeholders(body):
        parts += [body[end : found.start()], values.get(found[1]) or "–"]
        end = found.end()
    return "".join((*parts, body[end:]))


def placeholders(body: str) -> Iterator[re.Match[str]]:
    r"""Yield the placeholders of a text, not the braces of its formulas: $\mathbf{x}$, $x_{12}$."""
    formulas = formula_spans(body)
    for found in PLACEHOLDER.finditer(body):
        is_within = any(start < found.start() < end for start, end in formulas)
        if not is_within or (
            found[1] in PLACEHOLDERS and not ARGUMENT.search(body[: found.start()])
        ):
            yield found
