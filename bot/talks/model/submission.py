"""What a speaker types about a talk, checked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core import text
from bot.core.paper_address import paper_address
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.talks.model.talks import Speaker

MOST_ABSTRACT = 4000
MOST_NAME = 100
MOST_SPEAKERS = 10
# A name, with the affiliation in brackets behind it where one is given.
_SPEAKER = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<affiliation>[^()]*)\))?")
CONSENTS = {"": None, "yes": True, "y": True, "no": False, "n": False}
_MENTION = re.compile(r"<@!?(\d{15,20})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSpeakers:
    """Who can be named as a speaker: members by Discord id, and people by name in small letters.

    Members choose their own names, which may look like ids, so the two are kept apart.
    """

    by_id: Mapping[int, Speaker] = field(default_factory=dict)
    by_name: Mapping[str, Speaker] = field(default_factory=dict)

    def with_names_of(self, speakers: Iterable[Speaker]) -> "KnownSpeakers":
        """Return the same, with these speakers under their names."""
        names = {one.name.casefold(): one for one in speakers}
        return replace(self, by_name={**self.by_name, **names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A talk as its speaker typed it; an empty `title` or "TBA" means that it is not known yet."""

    title: str = ""
    abstract: str = ""
    co_speakers: str = ""
    paper: str = ""
    public_name: str = ""

    def columns(self) -> dict[str, Any]:
        """Return title, abstract and paper, checked."""
        return {
            **_said(self.title, self.abstract),
            "paper": paper_address(self.paper),
        }

    def name(self) -> str:
        """Return the speaker's name as shown in public; empty where none was typed."""
        return text.line(self.public_name, most=MOST_NAME, what=_("The speaker's name"))

    def others(self, known: KnownSpeakers) -> tuple[Speaker, ...]:
        """Return the co-speakers; a mention or a name in `known` stands for a member."""
        typed = text.line(self.co_speakers, most=1000, what=_("The co-speakers"))
        named = tuple(_co_speaker(part, known) for part in _parts(typed))
        if len(named) >= MOST_SPEAKERS:
            message = _("A talk can have at most {most} speakers.", most=MOST_SPEAKERS)
            raise Refusal(message)
        return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """The links to materials as typed; an empty one removes the link."""

    slides: str = ""
    video: str = ""
    paper: str = ""
    recording: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the links and the consent to a recording, checked."""
        return {
            "recording": consent(self.recording),
            "slides": text.web_address(self.slides, what=_("The link to the slides")),
            "video": text.web_address(self.video, what=_("The link to the video")),
            "paper": paper_address(self.paper),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The missing parts of a talk as a speaker typed them; empty ones are still missing."""

    title: str = ""
    abstract: str = ""
    slides: str = ""
    recording: str = ""

    def columns(self) -> dict[str, Any]:
        """Return what was typed, checked."""
        return {
            **_said(self.title, self.abstract),
            "slides": text.web_address(self.slides, what=_("The link to the slides")),
            "recording": consent(self.recording),
        }


def _said(title: str, abstract: str) -> dict[str, str | None]:
    """Return a title and an abstract, checked."""
    said = text.paragraph(abstract, most=MOST_ABSTRACT, what=_("The abstract"))
    titled = text.title_or_none(title)
    text.without_invitations(titled or "", what=_("The title"))
    return {"title": titled, "abstract": text.without_invitations(said, what=_("The abstract"))}


def consent(typed: str) -> bool | None:
    """Return whether a speaker agrees to a recording; None if they have not answered."""
    word = text.clean(typed).casefold()
    if word not in CONSENTS:
        message = _("Please type “yes” or “no” for whether the talk may be recorded.")
        raise Refusal(message)
    return CONSENTS[word]


def consent_in_words(recording: bool | None) -> str:  # noqa: FBT001 - it is what is put in words
    """Return a consent as people type it."""
    return {None: "", True: _("yes"), False: _("no")}[recording]


def guest(name: str, affiliation: str) -> Speaker:
    """Return a speaker without Discord."""
    return Speaker(
        name=text.required_line(name, most=MOST_NAME, what=_("The guest's name")),
        affiliation=text.line(affiliation, most=MOST_NAME, what=_("The affiliation")),
    )


def typed_names(speakers: Sequence[Speaker]) -> str:
    """Return speakers as they are typed: "Ada Lovelace (EPFL), Alan Turing"."""
    return ", ".join(f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in speakers)


def _parts(typed: str) -> list[str]:
    outside = re.split(r",(?![^()]*\))|\s+and\s+|;", typed)
    return [part.strip() for part in outside if part.strip()]


def _co_speaker(part: str, known: KnownSpeakers) -> Speaker:
    mention = _MENTION.fullmatch(part)
    if speaker := (
        known.by_id.get(int(mention[1])) if mention else known.by_name.get(part.casefold())
    ):
        return speaker
    match = None if mention else _SPEAKER.fullmatch(part)
    if match is None:
        message = _(
            "I don't know the co-speaker “{name}”. "
            "Please type names like Ada Lovelace (EPFL), Alan Turing.",
            name=part[:60],
        )
        raise Refusal(message)
    name = text.required_line(match["name"], most=MOST_NAME, what=_("A co-speaker's name"))
    if (member := known.by_name.get(name.casefold())) and not match["affiliation"]:
        return member
    affiliation = text.line(match["affiliation"], most=MOST_NAME, what=_("The affiliation"))
    return Speaker(name=name, affiliation=affiliation)
