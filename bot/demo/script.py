"""The script of the demo: its people, series and talks, from data/demo.toml."""

import tomllib
from dataclasses import dataclass, field
from typing import Any, Self

from bot.core.folders import DATA
from bot.people.model.members import Role
from bot.series.model.description import SeriesDescription
from bot.talks.model.submission import Submission

FILE = DATA / "demo.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented member."""

    name: str
    site: str
    role: Role
    organizer: bool = False

    @property
    def username(self) -> str:
        """The name in Discord: lowercase letters and digits."""
        return "".join(c for c in self.name.casefold() if c.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTalk:
    """A talk by a member or, if no member gives it, by a guest."""

    series: str
    speaker: str = ""
    guest: str = ""
    affiliation: str = ""
    title: str = ""
    abstract: str = ""
    co_speakers: str = ""

    def submission(self) -> Submission:
        """Return what its speaker types."""
        return Submission(title=self.title, abstract=self.abstract, co_speakers=self.co_speakers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The invented collaboration."""

    name: str
    slug: str
    channels: tuple[str, ...]
    people: tuple[Person, ...]
    series: tuple[SeriesDescription, ...] = field(repr=False)
    talks: tuple[PlannedTalk, ...] = field(repr=False)

    @classmethod
    def read(cls) -> Self:
        """Return the script of the demo."""
        told: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
        return cls(
            name=told["name"],
            slug=told["slug"],
            channels=tuple(told["channels"]),
            people=tuple(Person(**{**one, "role": Role(one["role"])}) for one in told["member"]),
            series=tuple(SeriesDescription(**one) for one in told["series"]),
            talks=tuple(PlannedTalk(**one) for one in told["talk"]),
        )
