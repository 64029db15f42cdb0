"""A scene: two servers with series, meetings and talks, in which anybody may try anything."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

import simcord

from bot.announcements.model import Composition
from bot.announcements.service.announcements import Announcements
from bot.app import App
from bot.busy import store as diaries
from bot.drafts.service import DraftService
from bot.feeds.service import SubscriptionService
from bot.meetings.service.changes import MeetingService
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService, Visitor
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.sites.service.closures import ClosureService
from bot.talks.model.submission import Submission
from bot.talks.service.talks import TalkService
from tests.contributions import contributed
from tests.discord_servers import Server
from tests.worlds import NOW

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A server in which Ben gives a talk; `outsider` organizes another collaboration."""

    server: Server
    other: Server
    cleo: simcord.MemberActor
    talk: int
    meeting: int
    hidden_meeting: int
    free_slot: int
    subscription: int
    announcement: int
    diary: int
    closure: str
    ben: Viewer
    things: dict[type, object] = field(default_factory=dict)

    @property
    def outsider(self) -> simcord.MemberActor:
        """An organizer of the other collaboration."""
        return self.other.ada

    @property
    def app(self) -> App:
        """The program."""
        return self.server.app

    def of(self, kind: type[T]) -> T:
        """Return the thing of this kind that a subject has prepared."""
        thing = self.things[kind]
        assert isinstance(thing, kind)
        return thing


async def viewer(server: Server, person: simcord.MemberActor, *roles: int) -> Viewer:
    """Return on whose behalf a service acts."""
    visitor = Visitor(
        guild_id=server.guild.id,
        discord_id=person.id,
        display_name="Person",
        role_ids=frozenset(roles),
        may_manage_server=False,
    )
    return await server.app.services[MembershipService].viewer(visitor, now=NOW)


async def set_the_scene(world: simcord.Env, app: App) -> Scene:
    """Make both servers, a public and a hidden series, and Ben's talk."""
    server, other, cleo = _in_discord(world, app)
    await server.set_up()
    await other.set_up("physics")
    services = app.services
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    ben = await viewer(server, server.ben, server.members.id)
    for title, visibility in (("Seminar", "public"), ("Steering", "members")):
        described = SeriesDescription(
            title=title,
            when="Thursdays 17:00",
            zone="epfl",
            visibility=visibility,
            join_link="https://meet.example.org/room",
        )
        await services[SeriesService].create(ada, described, now=NOW)
    free = await services[TalkService].free_slots(ben, slug="seminar", now=NOW)
    done = await services[TalkService].sign_up(
        ben, slot_id=free[0].slot.id, submission=Submission(title="Ben's talk"), now=NOW
    )
    hidden = await services[MeetingService].offered(ada, slug="steering", now=NOW)
    await services[SubscriptionService].subscribe(ben, label="Google", now=NOW)
    (feed,) = await services[SubscriptionService].links(ben)
    assert done.booking.talk is not None
    announced = await services[Announcements].post(
        ada,
        Composition.typed(title="Summer school", body="In July.", about=""),
        channel_id=server.channel.id,
        when=f"{NOW + timedelta(days=30):%Y-%m-%d %H:%M}",
        zone="UTC",
        draft_id=await services[DraftService].keep(
            ada, discord_id=server.ada.id, kind="x", content={}, now=NOW
        ),
        now=NOW,
    )
    scene = Scene(
        server=server,
        other=other,
        cleo=cleo,
        talk=done.booking.talk.id,
        meeting=done.booking.meeting.id,
        hidden_meeting=hidden[0][1].id,
        free_slot=free[1].slot.id,
        subscription=feed.id,
        closure=str((await services[ClosureService].stated(ada, "uci", now=NOW))[0].id),
        announcement=announced.id,
        diary=await a_diary(app, ben),
        ben=ben,
    )
    for prepare in contributed("rules", "prepare"):
        thing = await prepare(scene)
        scene.things[type(thing)] = thing
    return scene


def find_the_scene(made: Scene, world: simcord.Env, app: App) -> Scene:
    """Make the servers of a scene that stands in the database of this app already."""
    server, other, cleo = _in_discord(world, app)
    assert (server.ids, other.ids, cleo.id) == (made.server.ids, made.other.ids, made.cleo.id)
    return replace(made, server=server, other=other, cleo=cleo, things=dict(made.things))


def _in_discord(world: simcord.Env, app: App) -> tuple[Server, Server, simcord.MemberActor]:
    server, other = Server(world, app, "Theory"), Server(world, app, "Physics")
    user = world.create_user("Cleo of Theory")
    cleo = server.guild.add_member(user, roles=[server.members], nick="Cleo")
    return server, other, cleo


async def a_diary(app: App, owner: Viewer) -> int:
    """Let a member have a calendar elsewhere that was read once."""
    async with app.store.write() as connection:
        return await diaries.insert(
            connection,
            member_id=owner.require_member().id,
            label="Work",
            host="calendar.example.org",
            sealed=b"",
            zone="UTC",
            read_at=NOW,
            whole_at=NOW,
            due=NOW + timedelta(hours=1),
        )
