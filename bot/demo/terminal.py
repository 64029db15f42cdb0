"""The commands that the demo's terminal takes."""

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.translation import _

if TYPE_CHECKING:
    from bot.demo.chat_window import ChatWindow
    from bot.demo.stage import Stage
    from bot.demo.world import World

UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
SKIP = re.compile(r"skip\s+(\d{1,4})\s+(minute|hour|day|week)s?", re.IGNORECASE)
OPEN_DM = re.compile(r"open dm\s+(.+)", re.IGNORECASE)
OPEN_CHANNEL = re.compile(r"open\s+#?(.*)", re.IGNORECASE)
FARTHEST = timedelta(days=365)
MOST_PLACES = 5  # for which the terminal says how much arrived


class Terminal:
    """Obeys the commands that somebody types."""

    def __init__(self, stage: "Stage", world: "World", chat: "ChatWindow") -> None:
        """Work on this world, shown in this chat."""
        self._stage, self._world, self._chat = stage, world, chat

    def addresses(self, slug: str) -> str:
        """Return where everything can be seen, and what can be typed."""
        links = self._stage.app.client.links
        return _(
            "\n  chat   {chat}\n  page   {page}\n  feed   {feed}\n\n"
            "Type here: skip 3 days · open #channel · open dm NAME · help · quit. "
            "Ctrl-C stops the demo.",
            chat=self._chat.address,
            page=links.collaboration(slug),
            feed=links.feed_all(slug),
        )

    async def obey(self, typed: str) -> str:
        """Do what was typed and return the answer."""
        if match := SKIP.fullmatch(typed):
            return await self._skip(timedelta(seconds=int(match[1]) * UNITS[match[2].casefold()]))
        if match := OPEN_DM.fullmatch(typed):
            return await self._open_dm(match[1])
        if match := OPEN_CHANNEL.fullmatch(typed):
            return await self._open_channel(match[1])
        return _("You can type: skip 3 days · open #channel · open dm NAME · help · quit.")

    async def _skip(self, distance: timedelta) -> str:
        if distance > FARTHEST:
            return _("You can skip at most a year at once.")
        before = self._arrived()
        await self._stage.skip(distance)
        await self._chat.refresh()
        now = _("It is now {now:%a %d %b %Y %H:%M} UTC.", now=self._stage.clock.now())
        fresh = self._arrived() - before
        news = [
            _("  {number} in {place}", number=number, place=place)
            for place, number in fresh.most_common(MOST_PLACES)
        ]
        return "\n".join([now, *news])

    def _arrived(self) -> Counter[str]:
        """Return how many messages each channel and each person has, by name."""
        places = {f"#{name}": channel for name, channel in self._world.channels.items()}
        places |= {f"dm {name}": one.user.dm_channel for name, one in self._world.people.items()}
        return Counter({name: len(place.history()) for name, place in places.items()})

    async def _open_channel(self, name: str) -> str:
        channel = self._world.channels.get(name.casefold())
        if channel is None:
            names = ", ".join(f"#{known}" for known in self._world.channels)
            return _("There is no #{name}. There are {names}.", name=name, names=names)
        await self._chat.show(channel)
        return f"#{name.casefold()}: {self._chat.address}"

    async def _open_dm(self, name: str) -> str:
        known = self._world.people
        found = [one for one in known if one.casefold().startswith(name.casefold())]
        if not found:
            names = ", ".join(known)
            return _("There is nobody called {name!r}. There are {names}.", name=name, names=names)
        user = known[found[0]].user
        await self._chat.show(user.dm_channel, user)
        return _("Direct messages of {name}: {address}", name=found[0], address=self._chat.address)
