"""The demo's world: an invented collaboration, made by the same services that real ones use."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import simcord

from bot.attendance.model import Answer
from bot.demo.script import Person, PlannedTalk, Script
from bot.demo.stage import HISTORY, Stage
from bot.meetings.model.one_off_meetings import Convocation
from bot.people.model.viewers import Viewer
from bot.people.service import Visitor
from bot.series.model.series import Venue
from bot.talks.model.submission import Materials
from bot.talks.model.talks import Speaker
from bot.talks.service.talks import When
from bot.times.zones import wall_time

WELCOME = (
    "**Welcome to Meridian's demo.** Type `/` and pick a command, as in Discord:\n"
    "• `/next` shows what is coming, in your own time and at every site\n"
    "• `/talk signup` takes a free slot; `/talk show` finds a talk in spite of typing errors\n"
    "• `/calendar subscribe` keeps the talks in your calendar\n"
    "• `/when` says what “Thu 5pm Zurich” is at every site; `/overlap` draws a week of hours\n"
    "• `/meeting find` looks for a time that suits people at several sites, `/meeting poll` asks "
    "them; `/fair show` tells what each has paid\n"
    "• as an organizer (Amara, Daniel or Mei-Ling): `/series create`, `/meeting move`\n"
    "• `/help` shows what you can do. In the terminal, `skip 1 week` lets time pass, and then "
    "`open #announcements` shows the digest and the reminders that came meanwhile. `/series show` "
    "names the weeks in which clocks disagree: skip to two weeks before, and it is told there."
)


SAID_OF = 2  # meetings of each series of which people have said whether they come
SETTLING = timedelta(seconds=5)  # until what stands in the channels shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The server as it is in the stand-in Discord, its people by name."""

    guild: simcord.GuildHandle
    channels: dict[str, simcord.ChannelHandle]
    people: dict[str, simcord.MemberActor]
    organizers: simcord.RoleHandle
    members: simcord.RoleHandle


async def build(stage: Stage, script: Script) -> World:
    """Make the server and its people, live through ten weeks, arrive today."""
    world = _server(stage, script)
    viewers = await _found(stage, world, script)
    organizer = viewers[next(person.name for person in script.people if person.organizer)]
    for description in script.series:
        await stage.app.services.planning.create(organizer, description, now=stage.clock.now())
    await _sign_up(stage, script.talks, viewers, organizer)
    await stage.leap(HISTORY)
    await _after_the_talks(stage, organizer)
    await _change_plans(stage, organizer)
    await _call_alone(stage, viewers, organizer)
    await _say_who_comes(stage, list(viewers.values()))
    await stage.skip(SETTLING)
    channel = stage.app.client.get_partial_messageable(world.channels["seminar"].id)
    await channel.send(WELCOME)
    asks = world.people[script.people[-1].name]
    question = f"<@{stage.discord.backend.bot_user.id}> next"
    await stage.in_turn(lambda: asks.send(world.channels["seminar"], question))
    return world


def _server(stage: Stage, script: Script) -> World:
    guild = stage.discord.create_guild(script.name)
    organizers = guild.create_role("organizers")
    members = guild.create_role("members")
    people = {}
    for person in script.people:
        user = stage.discord.create_user(person.username, global_name=person.name)
        roles = [members, organizers] if person.organizer else [members]
        people[person.name] = guild.add_member(user, roles=roles)
    return World(
        guild=guild,
        channels={name: guild.create_text_channel(name) for name in script.channels},
        people=people,
        organizers=organizers,
        members=members,
    )


async def _found(stage: Stage, world: World, script: Script) -> dict[str, Viewer]:
    services, now = stage.app.services, stage.clock.now()
    first = script.people[0]
    await services.founding.set_up(
        _visitor(world, first, manages=True),
        name=script.name,
        slug=script.slug,
        organizer_role_id=world.organizers.id,
        member_role_id=world.members.id,
        announcement_channel_id=world.channels["announcements"].id,
        anchor_site="epfl",
        now=now,
    )
    viewers = {}
    for person in script.people:
        viewer = await services.joining.viewer(_visitor(world, person), now=now)
        await services.joining.describe_oneself(viewer, site_slug=person.site, role=person.role)
        viewers[person.name] = viewer
    return viewers


def _visitor(world: World, person: Person, *, manages: bool = False) -> Visitor:
    roles = {world.members.id} | ({world.organizers.id} if person.organizer else set())
    return Visitor(
        guild_id=world.guild.id,
        discord_id=world.people[person.name].id,
        display_name=person.name,
        role_ids=roles,
        may_manage_server=manages,
    )


async def _sign_up(
    stage: Stage, talks: Sequence[PlannedTalk], viewers: dict[str, Viewer], organizer: Viewer
) -> None:
    speaking, now = stage.app.services.speaking, stage.clock.now()
    for talk in talks:
        free = await speaking.free_slots(organizer, slug=talk.series, now=now, most=1)
        guest = Speaker(name=talk.guest, affiliation=talk.affiliation) if talk.guest else None
        await speaking.sign_up(
            viewers.get(talk.speaker, organizer),
            slot_id=free[0].slot.id,
            submission=talk.submission(),
            speaker=guest,
            now=now,
        )


async def _after_the_talks(stage: Stage, organizer: Viewer) -> None:
    """Give past talks their slides, every other one a video."""
    speaking, now = stage.app.services.speaking, stage.clock.now()
    page = 1
    while True:
        past = await speaking.listing(organizer, when=When.PAST, page=page, now=now)
        for booking in past.bookings:
            if booking.talk is not None and booking.talk.title:
                talk_id = booking.talk.id
                video = f"https://videos.example.org/{talk_id}" if talk_id % 2 else ""
                slides = Materials(slides=f"https://slides.example.org/{talk_id}.pdf", video=video)
                await speaking.set_materials(organizer, talk_id, materials=slides, now=now)
        if past.is_last:
            return
        page += 1


async def _change_plans(stage: Stage, organizer: Viewer) -> None:
    """Move one meeting by a day and an hour, leave one date out, call one meeting off."""
    services, now = stage.app.services, stage.clock.now()
    coming = await services.scheduling.offered(organizer, slug="theory-seminar", now=now)
    _, to_move = coming[2]
    later = to_move.wall - timedelta(days=1, hours=-1)
    await services.scheduling.move(
        organizer, to_move.id, when=f"{later:%Y-%m-%d %H:%M}", reason="the room is taken", now=now
    )
    left_out = wall_time(coming[7][1].start, coming[7][0].zone).date()
    await services.scheduling.skip(
        organizer, "theory-seminar", left_out, reason="a workshop in Jerusalem", now=now
    )
    reading = await services.scheduling.offered(organizer, slug="reading-group", now=now)
    await services.scheduling.cancel(
        organizer, reading[1][1].id, reason="both speakers travel", now=now
    )


async def _say_who_comes(stage: Stage, people: Sequence[Viewer]) -> None:
    """Let most people say whether they come to the next meetings."""
    services, now = stage.app.services, stage.clock.now()
    meetings: dict[int, list[int]] = defaultdict(list)
    for series, meeting in await services.scheduling.offered(people[0], now=now):
        if meeting.takes_place:
            meetings[series.id].append(meeting.id)
    coming = [meeting_id for found in meetings.values() for meeting_id in found[:SAID_OF]]
    said = (Answer.GOING, Answer.GOING, Answer.MAYBE, Answer.GOING, Answer.NO, None)
    for number, meeting_id in enumerate(coming):
        for place, person in enumerate(people):
            answer = said[(place * place + number) % len(said)]
            if answer is not None:
                await services.answering.answer(person, meeting_id, answer, now=now)


async def _call_alone(stage: Stage, viewers: dict[str, Viewer], organizer: Viewer) -> None:
    """Call a meeting of its own with fewer places than people who want to come."""
    services, now = stage.app.services, stage.clock.now()
    day = now + timedelta(days=9)
    workshop = Convocation(
        title="Blackboard afternoon",
        when=f"{day:%Y-%m-%d} 16:00 Lausanne",
        minutes=120,
        kind=Venue.HYBRID,
        host="epfl",
        room="CM 1 120",
        join_link="https://meet.example.org/blackboard",
        agenda="Open problems, one blackboard each. Bring chalk.",
        capacity=6,
    )
    done = await services.convening.schedule(organizer, workshop, now=now)
    for viewer in list(viewers.values())[:8]:
        await services.answering.answer(viewer, done.meeting.id, Answer.GOING, now=now)
