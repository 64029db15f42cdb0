"""The tour: the demo's world driven by itself, each step said, done and checked."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import simcord
from rich.console import Console
from rich.markup import escape

from bot.app import StartRefusal
from bot.clock import ZonesDisagree
from bot.demo.script import Script
from bot.demo.stage import Stage
from bot.demo.world import build
from bot.domain.closures import closures_of
from bot.domain.links import Links
from bot.domain.schedules import read_schedule
from bot.domain.sites import Site
from bot.domain.zones import wall_time
from bot.services.founding import first_sites
from bot.services.importing import Importing
from bot.settings import Settings
from bot.store.database import StoreRefusal

SLUG = "statistical-learning"
DESPITE = "Schedule in spite of"
SCHEDULE = """start,minutes,timezone,speaker,affiliation,title,abstract,location,slides,video
2025-10-02 17:00,60,Europe/Zurich,Ines Carvalho,EPFL,A gentle start,,CM 1 4,,
2025-10-09 17:00,60,Europe/Zurich,Peter Halloran,MIT,Kernels and beyond,,CM 1 4,https://slides.example.org/2.pdf,
2025-10-16 17:00,-60,Europe/Zurich,Nobody,EPFL,It ends before it starts,,CM 1 4,,
"""
Result = simcord.InteractionResult


class Unexpected(Exception):  # noqa: N818 - what the tour says of a step that went wrong
    """A step was not as it should be."""


def expect(what: str, *, within: str) -> None:
    """Raise Unexpected unless `what` stands in the text."""
    if what not in within:
        message = f"expected {what!r} in: {within[:300]}"
        raise Unexpected(message)


def text_of(result: Result) -> str:
    """Return all that a reply says."""
    if result.response is None:
        return ""
    cards = [str(embed.to_dict()) for embed in result.response.embeds]
    return "\n".join([result.response.content, *cards])


def field_of(feed: str, name: str, *, uid: str) -> str:
    """Return a property of the entry with this UID."""
    for entry in feed.split("BEGIN:VEVENT")[1:]:
        if uid in entry and (match := re.search(rf"^{name}:(.*?)\r?$", entry, re.MULTILINE)):
            return match[1]
    return ""


@dataclass(slots=True)
class Guide:
    """Says what is done and what came back."""

    console: Console = field(default_factory=lambda: Console(highlight=False))
    steps: int = 0

    def tell(self, done: str, came: str) -> None:
        """Say one step."""
        self.steps += 1
        self.console.print(
            f"[green]✓[/] [bold]{self.steps:2}. {escape(done)}[/]\n      {escape(came)}"
        )


async def run_tour() -> int:
    """Go through the tour; return 0 only if every step was as it should be."""
    guide, begun = Guide(), time.monotonic()
    try:
        async with Stage(Settings(http_port=0, public_url="http://localhost")) as stage:
            await build(stage, Script.read())
            async with aiohttp.ClientSession() as session:
                await Tour(stage, guide, session).run()
    except (Unexpected, StartRefusal, StoreRefusal, ZonesDisagree) as error:
        guide.console.print(f"[red]✗ step {guide.steps + 1}: {escape(str(error))}[/]")
        return 1
    guide.console.print(
        f"All {guide.steps} steps were as they should be ({time.monotonic() - begun:.0f} s)."
    )
    return 0


class Tour:
    """The steps, in order, over a server that is made for them."""

    def __init__(self, stage: Stage, guide: Guide, session: aiohttp.ClientSession) -> None:
        self._stage, self._guide, self._session = stage, guide, session
        guild = stage.discord.create_guild("Statistical Learning")
        self._guild_id = guild.id
        manages = discord.Permissions(manage_guild=True)
        self._channel = guild.create_text_channel("general")
        self._news = guild.create_text_channel("announcements")
        managers = guild.create_role("managers", permissions=manages)
        self._nadia = guild.add_member(
            stage.discord.create_user("nadia", global_name="Nadia Karim"), roles=[managers]
        )
        self._leo, self._mina = (
            guild.add_member(stage.discord.create_user(name.split()[0].lower(), global_name=name))
            for name in ("Leo Brandt", "Mina Sato")
        )
        self._uid = ""
        self._etag = ""

    async def run(self) -> None:
        """Go through all steps."""
        await self._set_up()
        await self._tell_times()
        await self._create_series()
        await self._sign_up()
        await self._lose_a_race()
        await self._edit()
        await self._fetch()
        await self._move()
        await self._move_onto_a_fast()
        await self._cancel()
        await self._subscribe()
        await self._import()
        await self._announce()
        await self._schedule()
        await self._fill()
        await self._tell_of_a_move()
        await self._skip()
        await self._answer()
        await self._find()
        await self._share()

    async def _set_up(self) -> None:
        before = await self._nadia.slash(self._channel, "next")
        expect("run /setup", within=text_of(before))
        done = await self._nadia.slash(
            self._channel, "setup", name="Statistical Learning", slug=SLUG, anchor_site="epfl"
        )
        expect("Statistical Learning is set up", within=text_of(done))
        self._guide.tell("/setup a new server", "Statistical Learning is set up, with eight sites")

    async def _tell_times(self) -> None:
        told = await self._mina.slash(self._channel, "when", time="Thu 5pm Zurich")
        expect("**17:00** Lausanne", within=text_of(told))
        expect("**18:00** Jerusalem", within=text_of(told))
        self._guide.tell("Mina: /when “Thu 5pm Zurich”", "the hour at every site, night marked")
        asked = await self._mina.slash(self._channel, "when", time="Thu 5pm Cambridge")
        expect("Which do you mean?", within=text_of(asked))
        boston = next(label for label in _labels(asked) if "Massachusetts" in label)
        told = await self._click(self._mina, asked, boston)
        expect("**17:00** Boston", within=text_of(told))
        came = "asked back: England or Massachusetts? She clicks the one she means"
        self._guide.tell("Mina: /when “Thu 5pm Cambridge”", came)

    async def _create_series(self) -> None:
        form = await self._nadia.slash(
            self._channel,
            "series create",
            title="Joint seminar",
            when="Thursdays 17:00",
            zone="epfl",
            minutes=60,
        )
        link = "https://meet.example.org/joint"
        preview = await self._nadia.submit_modal(form, {"join_link": link, "room": "CM 1 4"})
        expect("Nothing is saved yet", within=text_of(preview))
        expect("17:00 Lausanne | 18:00 Jerusalem", within=text_of(preview))
        asked = await self._click(self._nadia, preview, "Confirm")
        expect("Ascension Day", within=text_of(asked))
        expect("Leave those dates out", within=str(_labels(asked)))
        saved = await self._click(self._nadia, asked, _despite(asked)[0])
        expect("Saved", within=text_of(saved))
        came = f"a preview, then the dates on which sites are closed, then: {_content(saved)}"
        self._guide.tell("/series create “Thursdays 17:00” at EPFL", came)

    async def _sign_up(self) -> None:
        done = await self._sign_up_as(self._leo, await self._slot(0), "Kernels, slowly")
        expect("You are signed up", within=text_of(done))
        self._guide.tell("Leo: /talk signup, first free slot", "You are signed up: Kernels, slowly")

    async def _lose_a_race(self) -> None:
        slot = await self._slot(0)
        forms = [await self._open(person, slot) for person in (self._leo, self._mina)]
        await self._leo.submit_modal(forms[0], {"title": "Leo was first"})
        lost = await self._mina.submit_modal(forms[1], {"title": "Mina's own words"})
        expect("Somebody was faster", within=text_of(lost))
        again = await self._click(self._mina, lost, _labels(lost)[0])
        expect("Mina's own words", within=str(again.modal))
        done = await self._mina.submit_modal(again, {"title": "Mina's own words"})
        expect("You are signed up", within=text_of(done))
        came = "she is told, and her words come back in the form for the next free slot"
        self._guide.tell("Mina loses a race for a slot to Leo", came)

    async def _edit(self) -> None:
        found = await self._leo.autocomplete(self._channel, "talk edit", "talk", "kernals slowly")
        form = await self._leo.slash(self._channel, "talk edit", talk=found[0]["value"])
        title = "Kernels, slowly and carefully"
        done = await self._leo.submit_modal(form, {"title": title, "abstract": "In three parts."})
        expect(title, within=text_of(done))
        self._guide.tell("Leo: /talk edit, found as “kernals slowly”", f"now it is “{title}”")

    async def _fetch(self) -> None:
        status, feed, etag = await self._get(self._links.feed_all(SLUG))
        expect("Kernels\\, slowly and carefully", within=_unfolded(feed))
        entry = next(e for e in feed.split("BEGIN:VEVENT") if "Kernels" in _unfolded(e))
        self._uid, self._etag = re.findall(r"UID:(\S+)", entry)[0], etag
        again, _, _ = await self._get(self._links.feed_all(SLUG), {"If-None-Match": etag})
        expect("304", within=str(again))
        came = f"{status}, {feed.count('BEGIN:VEVENT')} meetings; asked again with its ETag: 304"
        self._guide.tell("GET the public feed over HTTP", came)

    async def _move(self) -> None:
        meeting = self._meeting_id()
        day = self._stage.clock.now() + timedelta(days=20)
        when = f"{day:%Y-%m-%d} 16:30 Jerusalem"
        table = await self._nadia.slash(
            self._channel, "meeting move", meeting=meeting, when=when, reason="room"
        )
        expect("Jerusalem", within=text_of(table))
        moved = await self._confirm(self._nadia, table)
        expect("Moved", within=text_of(moved))
        self._guide.tell(f"/meeting move to {when}", "a table of all sites, confirmed by a click")
        status, feed, etag = await self._get(
            self._links.feed_all(SLUG), {"If-None-Match": self._etag}
        )
        start = field_of(feed, "DTSTART", uid=self._uid)
        expect(f"{day:%Y%m%d}T143000Z", within=start)
        if etag == self._etag:
            message = "the feed changed, its ETag did not"
            raise Unexpected(message)
        sequence = field_of(feed, "SEQUENCE", uid=self._uid)
        came = f"{status}: the same UID at {start}, SEQUENCE {sequence}"
        self._guide.tell("GET the feed again", came)

    async def _move_onto_a_fast(self) -> None:
        """Ask twice before a meeting is moved onto the next Yom Kippur; leave it where it is."""
        now = self._stage.clock.now()
        sites = {site["slug"]: site for site in first_sites()}
        huji = Site(id=0, collaboration_id=0, **sites["huji"])
        coming = closures_of(huji, since=now, until=now + timedelta(days=400))
        fast = next(c for c in coming if c.name == "Yom Kippur" and c.start > now)
        when = f"{wall_time(fast.end, huji.zone):%Y-%m-%d} 17:00 Jerusalem"
        table = await self._nadia.slash(
            self._channel, "meeting move", meeting=self._meeting_id(), when=when, reason="hall"
        )
        expect("Yom Kippur", within=text_of(table))
        asked = await self._click(self._nadia, table, "Confirm")
        expect("Jerusalem: Yom Kippur", within=text_of(asked))
        expect(DESPITE, within=str(_labels(asked)))
        (despite,) = _despite(asked)
        await self._click(self._nadia, asked, "Discard")
        came = f"Yom Kippur is marked, and Confirm asks again: “{despite}”; discarded"
        self._guide.tell(f"/meeting move to {when}", came)

    async def _cancel(self) -> None:
        meeting = self._meeting_id()
        asked = await self._nadia.slash(
            self._channel, "meeting cancel", meeting=meeting, reason="strike"
        )
        cancelled = await self._click(self._nadia, asked, "Cancel the meeting")
        expect("Cancelled", within=text_of(cancelled))
        _, feed, _ = await self._get(self._links.feed_all(SLUG))
        expect("CANCELLED", within=field_of(feed, "STATUS", uid=self._uid))
        self._guide.tell("/meeting cancel, a reason", "the same UID, now STATUS:CANCELLED")

    async def _subscribe(self) -> None:
        told = await self._mina.slash(self._channel, "calendar subscribe", app="Thunderbird")
        address = re.findall(r"(http://localhost\S*?/feeds/me/\S+?\.ics)", text_of(told))[0]
        _, feed, _ = await self._get(address)
        expect("https://meet.example.org/joint", within=_unfolded(feed))
        links = await self._mina.slash(self._channel, "calendar links")
        await self._click(self._mina, links, _labels(links)[0])
        _, after, _ = await self._get(address)
        expect("replaced", within=_unfolded(after))
        came = "a private feed with the join link; revoked, it shows nothing any more"
        self._guide.tell("Mina: /calendar subscribe, then revoke", came)

    async def _import(self) -> None:
        importing = Importing(self._stage.app.store, self._stage.app.publisher)
        schedule = read_schedule(SCHEDULE)
        done = await importing.run(
            schedule,
            collaboration=SLUG,
            series_slug="archive",
            write=True,
            now=self._stage.clock.now(),
        )
        status, page, _ = await self._get(self._links.past(SLUG))
        expect("Kernels and beyond", within=page)
        came = f"{len(done.made)} talks made, {len(done.refused)} row refused with its line"
        self._guide.tell("import a spreadsheet, one row wrong", f"{came}; the page: {status}")

    async def _announce(self) -> None:
        done = await self._nadia.slash(self._channel, "setup", announcement_channel=self._news)
        expect(self._news.mention, within=text_of(done))
        form = await self._nadia.slash(self._channel, "announce compose")
        typed = {"title": "Welcome", "body": "Talks are announced **here** from now on."}
        preview = await self._nadia.submit_modal(form, typed)
        expect("Nothing is posted yet", within=text_of(preview))
        await self._click(self._nadia, preview, "Post now")
        await self._stage.send_due()
        expect("from now on", within=self._posted(self._news))
        self._guide.tell("/announce compose, Post now", "the preview, then the same in the channel")

    async def _schedule(self) -> None:
        day = self._stage.clock.now() + timedelta(days=10)
        form = await self._nadia.slash(
            self._channel,
            "meeting schedule",
            title="Open house",
            when=f"{day:%Y-%m-%d} 16:00 Lausanne",
            kind="hybrid",
            host="epfl",
            capacity=1,
        )
        typed = {"room": "Rolex 1", "join_link": "https://meet.example.org/open", "agenda": "Tea."}
        table = await self._nadia.submit_modal(form, {**_filled_in(form), **typed})
        expect("Nothing is scheduled yet", within=text_of(table))
        done = await self._confirm(self._nadia, table)
        expect("Scheduled: Open house", within=text_of(done))
        await self._stage.send_due()
        shown = self._guild_events()
        expect("Open house", within=shown)
        if "meet.example.org" in shown:
            message = "the join link stands among the server's events"
            raise Unexpected(message)
        came = "a table of all sites, announced, and among the server's events without its link"
        self._guide.tell("/meeting schedule “Open house”, one place", came)

    async def _fill(self) -> None:
        post = next(m for m in self._news.history() if _titled(m, "Open house"))
        first = await self._leo.click(post, label="Going")
        expect("1 of 1 going", within=_content(first))
        waits = await self._mina.click(post, label="Going")
        expect("you are number 1 in line", within=_content(waits))
        await self._leo.click(post, label="Not")
        await self._stage.send_due()
        expect("A place is free, and it is yours", within=self._posted(self._mina.user.dm_channel))
        came = "Mina is number 1 in line; when Leo says “Not” the place is hers, and she is told"
        self._guide.tell("Leo and Mina click “Going”", came)

    async def _tell_of_a_move(self) -> None:
        day = self._stage.clock.now() + timedelta(days=11)
        offered = await self._nadia.autocomplete(
            self._channel, "meeting move", "meeting", "open house"
        )
        table = await self._nadia.slash(
            self._channel,
            "meeting move",
            meeting=str(offered[0]["value"]),
            when=f"{day:%Y-%m-%d} 16:00 Lausanne",
            reason="the cake",
        )
        await self._confirm(self._nadia, table)
        await self._stage.skip(timedelta(minutes=10))
        expect("Moved: **Open house**", within=self._posted(self._mina.user.dm_channel))
        expect(f"{day:%Y-%m-%d}", within=self._guild_events())
        came = "who said they come is told, and the server's event is at the new time"
        self._guide.tell("/meeting move “Open house”", came)

    def _guild_events(self) -> str:
        """Return what stands among the server's scheduled events."""
        guild = self._stage.discord.backend.get_guild(self._guild_id)
        return "\n".join(
            f"{one.name} {one.description} {one.entity_metadata} {one.scheduled_start_time}"
            for one in guild.scheduled_events.values()
        )

    async def _skip(self) -> None:
        await self._stage.skip(timedelta(weeks=2))
        posted, sent = self._posted(self._news), self._posted(self._leo.user.dm_channel)
        for what in ("This week at", "🔔 Reminder: begins", "⏰ Begins"):
            expect(what, within=posted)
        expect("Still missing for your talk", within=sent)
        came = "the digest, reminders the day before and as it begins, and Leo is asked for slides"
        self._guide.tell("skip 2 weeks", came)

    async def _answer(self) -> None:
        begun = (m for m in reversed(self._news.history()) if "Begins" in m.content)
        post = next(m for m in begun if _titled(m, "Joint seminar"))
        link = await self._mina.click(post, label="Join link")
        expect("https://meet.example.org/joint", within=text_of(link))
        self._guide.tell("Mina clicks “Join link”", "the link, for her alone")

    async def _find(self) -> None:
        for person, site in ((self._nadia, "epfl"), (self._leo, "mit"), (self._mina, "huji")):
            await person.slash(self._channel, "me set", site=site)
        found = await self._nadia.slash(
            self._channel, "meeting find", people="Leo, Mina, Nadia", title="Planning call"
        )
        expect("All 3 can come", within=text_of(found))
        came = "five times at every site, with who can come and what each costs"
        self._guide.tell("/meeting find people: Leo, Mina, Nadia", came)
        table = await self._click(self._nadia, found, "Schedule 1")
        expect("Nothing is scheduled yet", within=text_of(table))
        done = await self._click(self._nadia, table, "Confirm")
        expect("Scheduled: Planning call", within=text_of(done))
        self._guide.tell(
            "click “Schedule 1”, then Confirm", "the meeting stands, Leo and Mina are told"
        )

    async def _share(self) -> None:
        shown = await self._mina.slash(self._channel, "fair show", series="joint-seminar")
        expect("Jerusalem", within=text_of(shown))
        self._guide.tell("Mina: /fair show", "what the seminar's hours have cost each site")
        plan = await self._nadia.slash(self._channel, "fair plan", series="joint-seminar")
        expect("saves who pays most (Jerusalem)", within=text_of(plan))
        done = await self._click(self._nadia, plan, "Move to this plan")
        expect("meetings were moved", within=text_of(done))
        came = "blocks of two hours by which Jerusalem pays less; a click moves the meetings"
        self._guide.tell("/fair plan", came)

    def _posted(self, channel: simcord.ChannelHandle) -> str:
        """Return all that stands in a channel."""
        messages = channel.history()
        return "\n".join(f"{m.content} {[e.to_dict() for e in m.embeds]}" for m in messages)

    @property
    def _links(self) -> Links:
        return Links(public_url=f"http://localhost:{self._stage.app.web.port}")

    async def _get(
        self, address: str, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        local = address.replace("http://localhost/", f"{self._links.public_url}/")
        async with self._session.get(local, headers=headers) as answer:
            return answer.status, await answer.text(), answer.headers.get("ETag", "")

    async def _slot(self, number: int) -> str:
        offered = await self._mina.autocomplete(
            self._channel, "talk signup", "slot", "", series="joint-seminar"
        )
        return str(offered[number]["value"])

    def _meeting_id(self) -> str:
        """Return the meeting of Leo's first talk, as its UID names it."""
        return self._uid.partition("@")[0].removeprefix("meeting-")

    async def _open(self, person: simcord.MemberActor, slot: str) -> Result:
        return await person.slash(self._channel, "talk signup", series="joint-seminar", slot=slot)

    async def _sign_up_as(self, person: simcord.MemberActor, slot: str, title: str) -> Result:
        return await person.submit_modal(await self._open(person, slot), {"title": title})

    async def _confirm(self, person: simcord.MemberActor, on: Result) -> Result:
        """Click Confirm, and once more where that day happens to be closed somewhere."""
        asked = await self._click(person, on, "Confirm")
        despite = _despite(asked)
        return await self._click(person, asked, despite[0]) if despite else asked

    async def _click(self, person: simcord.MemberActor, on: Result, label: str) -> Result:
        if on.response is None:
            message = f"no message with a button {label!r}"
            raise Unexpected(message)
        return await person.click(on.response, label=label)


def _labels(result: Result) -> list[str]:
    rows: list[Mapping[str, Any]] = list(result.response.components) if result.response else []
    return [str(part["label"]) for row in rows for part in row.get("components", ())]


def _despite(result: Result) -> list[str]:
    return [label for label in _labels(result) if label.startswith(DESPITE)]


def _titled(message: discord.Message, title: str) -> bool:
    return any(card.title == title for card in message.embeds)


def _filled_in(form: Result) -> dict[str, str]:
    """Return what a form that was opened is filled in with, by field."""
    rows = list((form.modal or {}).get("components", ()))
    inputs = [part for row in rows for part in row.get("components", (row,))]
    return {part["custom_id"]: part["value"] for part in inputs if part.get("value")}


def _content(result: Result) -> str:
    return result.response.content if result.response else ""


def _unfolded(feed: str) -> str:
    return re.sub(r"\r?\n[ \t]", "", feed)
