"""The demo's world: an invented collaboration, created by the services that real ones use."""

from dataclasses import dataclass
from datetime import timedelta

import simcord

from bot.demo.activity import (
    add_materials,
    answer_invitations,
    change_plans,
    schedule_workshop,
    sign_up,
)
from bot.demo.script import Person, Script
from bot.demo.stage import HISTORY, Stage
from bot.demo.welcome import WELCOME
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService, Visitor
from bot.series.service.series import SeriesService
from bot.servers.service.setup import ServerSettings, SetupService

SETTLING = timedelta(seconds=5)  # until the posts in the channels are up to date


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The server in the stand-in for Discord, with its people by name."""

    guild: simcord.GuildHandle
    channels: dict[str, simcord.ChannelHandle]
    people: dict[str, simcord.MemberActor]
    organizers: simcord.RoleHandle
    members: simcord.RoleHandle


async def build(stage: Stage, script: Script) -> World:
    """Create the server and its people, live through ten weeks, and arrive today."""
    world = _server(stage, script)
    viewers = await _set_up(stage, world, script)
    organizer = viewers[next(person.name for person in script.people if person.organizer)]
    for description in script.series:
        await stage.app.services[SeriesService].create(
            organizer, description, now=stage.clock.now()
        )
    await sign_up(stage, script.talks, viewers, organizer)
    await stage.leap(HISTORY)
    await add_materials(stage, organizer)
    await change_plans(stage, organizer)
    await schedule_workshop(stage, viewers, organizer)
    await answer_invitations(stage, list(viewers.values()))
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


async def _set_up(stage: Stage, world: World, script: Script) -> dict[str, Viewer]:
    services, now = stage.app.services, stage.clock.now()
    first = script.people[0]
    await services[SetupService].set_up(
        _visitor(world, first, manages=True),
        ServerSettings(
            name=script.name,
            slug=script.slug,
            organizer_role_id=world.organizers.id,
            member_role_id=world.members.id,
            announcement_channel_id=world.channels["announcements"].id,
            anchor_site="epfl",
        ),
        now=now,
    )
    viewers = {}
    for person in script.people:
        viewer = await services[MembershipService].viewer(_visitor(world, person), now=now)
        await services[MembershipService].describe_oneself(
            viewer, site_slug=person.site, role=person.role
        )
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
