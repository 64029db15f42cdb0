"""A crowd that signs up and answers while the program lives, and remembers what it was told."""

import random
from dataclasses import dataclass, field

from bot.attendance.model import Answer
from tests.gateway.program import number_of
from tests.loopback.facts import Json
from tests.loopback.handle import Discord, labels

NAMES = tuple(f"m{number}" for number in range(6))
PEOPLE = tuple(map(number_of, NAMES))
SAID = {"Going": Answer.GOING, "Maybe": Answer.MAYBE, "Not": Answer.NO}


@dataclass(slots=True)
class Crowd:
    """What people did; what was answered must stand, what was not may.

    `said` is the last answer of each person to each meeting, None where it was not heard of.
    """

    discord: Discord
    random: random.Random
    talks: set[str] = field(default_factory=set)
    said: dict[tuple[int, int], Answer | None] = field(default_factory=dict)
    tried: int = 0
    answered: int = 0

    async def act(self, *, answers: int = 1_000_000) -> None:
        """Do one thing after the other, until so many were answered."""
        enough = self.answered + answers
        while self.answered < enough:
            who = self.random.choice(PEOPLE)
            posts = [one for one in (await self.discord.look()).channel if "Going" in labels(one)]
            if posts and self.random.random() < 0.5:
                await self._answer(who, self.random.choice(posts))
            else:
                await self._sign_up(who)

    async def _sign_up(self, who: int) -> None:
        slots = await self.discord.type(who, "talk signup", "slot", series="seminar")
        slot = self.random.choice(slots)
        self.tried += 1
        title = f"Talk {self.tried}"
        opened = await self.discord.command(who, "talk signup", series="seminar", slot=slot)
        if opened.form is None:
            return
        done = await self.discord.submit(who, opened, title=title, abstract="Of rings.")
        if "You are signed up" in done.words:
            self.talks.add(title)
            self.answered += 1

    async def _answer(self, who: int, post: Json) -> None:
        label = self.random.choice([one for one in labels(post) if one in SAID])
        meeting = _meeting(post)
        self.said[who, meeting] = None
        seen = await self.discord.click(who, int(post["id"]), label)
        if "saved" in seen.words:
            self.said[who, meeting] = SAID[label]
            self.answered += 1


def _meeting(post: Json) -> int:
    """Return the meeting that a post's buttons are about."""
    ids = (
        button.get("custom_id", "") for row in post["components"] for button in row["components"]
    )
    return next(int(one.split(":")[2]) for one in ids if one.startswith("m1:answer:"))
