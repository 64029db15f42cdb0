"""The tour's own server: its three people, and what they often do."""

from collections.abc import Mapping

import aiohttp
import discord
import simcord

from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.demo.narration import Narrator, UnexpectedResult
from bot.demo.results import Result, despite_of
from bot.demo.sample import MEMBERS, ORGANIZER, SERVER
from bot.demo.stage import Stage

SLUG = "statistical-learning"


class TourServer:
    """A server created for the tour: Nadia runs it, Leo and Mina are members.

    `uid` and `etag` belong to the meeting and the feed that the steps follow.
    """

    def __init__(self, stage: Stage, narrator: Narrator, session: aiohttp.ClientSession) -> None:
        self.stage, self.tell = stage, narrator.tell
        self._session = session
        self._guild = stage.discord.create_guild(SERVER)
        self.channel = self._guild.create_text_channel("general")
        self.news = self._guild.create_text_channel("announcements")
        manages = discord.Permissions(manage_guild=True)
        managers = self._guild.create_role("managers", permissions=manages)
        self.nadia = self._joins(ORGANIZER, managers)
        self.leo, self.mina = (self._joins(name) for name in MEMBERS)
        self.uid = ""
        self.etag = ""

    def _joins(self, name: str, *roles: simcord.RoleHandle) -> simcord.MemberActor:
        user = self.stage.discord.create_user(name.split(maxsplit=1)[0].lower(), global_name=name)
        return self._guild.add_member(user, roles=list(roles))

    @property
    def links(self) -> Links:
        """The addresses of pages and feeds."""
        return Links(public_url=f"http://localhost:{self.stage.app.web.port}")

    async def get(
        self, address: str, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return status, body and ETag from an address."""
        local = address.replace("http://localhost/", f"{self.links.public_url}/")
        async with self._session.get(local, headers=headers) as answer:
            return answer.status, await answer.text(), answer.headers.get("ETag", "")

    async def slot(self, number: int) -> str:
        """Return a slot of the joint seminar, as /talk signup offers it."""
        offered = await self.mina.autocomplete(
            self.channel, "talk signup", "slot", "", series="joint-seminar"
        )
        return str(offered[number]["value"])

    @property
    def meeting_id(self) -> str:
        """The id of the meeting of Leo's first talk, from its UID."""
        return self.uid.partition("@")[0].removeprefix("meeting-")

    async def sign_up_form(self, person: simcord.MemberActor, slot: str) -> Result:
        """Open the form for a talk as somebody."""
        return await person.slash(self.channel, "talk signup", series="joint-seminar", slot=slot)

    async def sign_up(self, person: simcord.MemberActor, slot: str, title: str) -> Result:
        """Sign somebody up for a talk."""
        return await person.submit_modal(await self.sign_up_form(person, slot), {"title": title})

    async def click(self, person: simcord.MemberActor, on: Result, label: str) -> Result:
        """Click a button under a reply as somebody."""
        if on.response is None:
            message = _("There is no message with a button {label!r}.", label=label)
            raise UnexpectedResult(message)
        return await person.click(on.response, label=label)

    async def confirm(self, person: simcord.MemberActor, on: Result) -> Result:
        """Click Confirm, and confirm again if a site happens to be closed on that day."""
        asked = await self.click(person, on, "Confirm")
        return await self.insist(person, asked)

    async def insist(self, person: simcord.MemberActor, asked: Result) -> Result:
        """Confirm again if a site is closed on that day."""
        despite = despite_of(asked)
        return await self.click(person, asked, despite[0]) if despite else asked

    def posted(self, channel: simcord.ChannelHandle) -> str:
        """Return the texts and cards in a channel."""
        messages = channel.history()
        return "\n".join(f"{m.content} {[e.to_dict() for e in m.embeds]}" for m in messages)

    def server_events(self) -> str:
        """Return the scheduled events of the server."""
        guild = self.stage.discord.backend.get_guild(self._guild.id)
        return "\n".join(
            f"{one.name} {one.description} {one.entity_metadata} {one.scheduled_start_time}"
            for one in guild.scheduled_events.values()
        )
