"""What tests are set in: the eight sites, and collaborations made by the real services."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.meetings.store import meetings
from bot.meetings.store.slots import slots_of
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService, Visitor
from bot.servers.service.setup import ServerSettings, SetupService
from bot.servers.service.setup import first_sites as site_columns
from bot.sites.model.sites import Site
from bot.storage.database import Store
from bot.talks.model.talks import Speaker, TalkStatus
from bot.talks.store import talks

# Monday, 10:00 in Lausanne; the clocks of Europe, Israel and the US are all on winter time.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ORGANIZERS, MEMBERS = 10, 20


def first_sites() -> list[Site]:
    """Return the eight sites that a collaboration starts with."""
    return [
        Site(id=number, collaboration_id=1, **columns)
        for number, columns in enumerate(site_columns(), start=1)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A collaboration on a store, with an organizer; others come in as they are asked for.

    Services make their own over `world.store`; `guild_id` tells one world from another.
    """

    store: Store
    organizer: Viewer
    guild_id: int = 1

    @classmethod
    async def found(
        cls,
        store: Store,
        *,
        guild_id: int = 1,
        slug: str = "deep-learning-theory",
        anchor_site: str = "epfl",
    ) -> "World":
        """Set up a collaboration through the service, its organizer being Ada."""
        ada = visitor("Ada", guild_id=guild_id, role_ids=(ORGANIZERS, MEMBERS))
        manager = visitor("Ada", guild_id=guild_id, may_manage_server=True)
        await SetupService(store).set_up(
            manager,
            ServerSettings(
                name=slug.replace("-", " ").capitalize(),
                slug=slug,
                organizer_role_id=ORGANIZERS,
                member_role_id=MEMBERS,
                anchor_site=anchor_site,
            ),
            now=NOW,
        )
        organizer = await MembershipService(store).viewer(ada, now=NOW)
        return cls(store=store, organizer=organizer, guild_id=guild_id)

    async def viewer(self, name: str, *, role_ids: tuple[int, ...] = (MEMBERS,)) -> Viewer:
        """Return a member by name, or somebody with other roles."""
        who = visitor(name, guild_id=self.guild_id, role_ids=role_ids)
        return await MembershipService(self.store).viewer(who, now=NOW)

    async def stranger(self, name: str = "Mallory") -> Viewer:
        """Return somebody in the server without any role."""
        return await self.viewer(name, role_ids=())


def visitor(
    name: str,
    *,
    guild_id: int = 1,
    role_ids: tuple[int, ...] = (),
    may_manage_server: bool = False,
) -> Visitor:
    """Return somebody as Discord describes them; one name is one person."""
    return Visitor(
        guild_id=guild_id,
        discord_id=1000 + int.from_bytes(name.encode()[:6], "big"),
        display_name=name,
        role_ids=role_ids,
        may_manage_server=may_manage_server,
    )


async def speak(
    store: Store, meeting_id: int, *, position: int = 0, title: str = "Kernels", name: str = "Grace"
) -> int:
    """Fill a slot with a talk, as a guest's; return the talk's id."""
    async with store.write() as connection:
        meeting = await meetings.by_id(connection, meeting_id)
        assert meeting is not None
        slots = await slots_of(connection, meeting_id)
        return await talks.insert_talk(
            connection,
            spoken_by=[Speaker(name=name)],
            collaboration_id=meeting.collaboration_id,
            series_id=meeting.series_id,
            slot_id=slots[position].id,
            title=title,
            status=TalkStatus.CONFIRMED,
            created_at=NOW,
        )


def days_file(*entries: tuple[str, str, str]) -> bytes:
    """Return a calendar of whole days: first day, the day after the last, title."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//A university//EN"]
    for number, (first, after, title) in enumerate(entries):
        lines += [
            *("BEGIN:VEVENT", f"UID:{number}@university.test", "DTSTAMP:20260901T000000Z"),
            *(f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}", f"SUMMARY:{title}"),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
