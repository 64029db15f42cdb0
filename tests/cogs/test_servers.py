"""/setup in a stand-in Discord."""

import discord
import simcord
from discord import app_commands

from bot.app import App
from bot.imports.model.schedule import read_schedule
from bot.imports.service.schedule_import import ScheduleImport
from bot.servers.model.claim_codes import NOT_VALID, USED
from tests.discord_servers import Server, said


def manager_of(world: simcord.Env, server: Server) -> simcord.MemberActor:
    """Return somebody who can manage a server."""
    role = server.guild.create_role("boss", permissions=discord.Permissions(manage_guild=True))
    return server.guild.add_member(world.create_user(f"boss of {server.name}"), roles=[role])


async def test_before_setup_every_command_says_who_can_run_it(
    discord_world: simcord.Env, app: App
) -> None:
    server = Server(discord_world, app, "New")
    answers = set()

    for name in ("next", "help", "series list", "me show", "site list", "calendar links", "setup"):
        result = await server.ben.slash(server.channel, name)
        answers.add(said(result))

    (answer,) = answers
    assert answer.startswith("Meridian is not set up in this server yet")
    assert "Ask somebody who can manage the server to run /setup." in answer


async def test_a_new_server_is_set_up_in_one_command_and_told_what_comes_next(
    discord_world: simcord.Env, app: App
) -> None:
    server = Server(discord_world, app, "New")
    boss = manager_of(discord_world, server)

    empty = await boss.slash(server.channel, "setup")
    sites = await boss.autocomplete(server.channel, "setup", "anchor_site", "laus")
    made = await boss.slash(
        server.channel,
        "setup",
        name="Theory",
        slug="theory",
        organizer_role=server.organizers,
        member_role=server.members,
        announcement_channel=server.channel,
        anchor_site=sites[0]["value"],
    )
    again = await boss.slash(server.channel, "setup")

    assert "Give `/setup` a name and a short name" in said(empty)
    assert [site["name"] for site in sites] == ["EPFL · Lausanne"]
    assert said(made).startswith("Next: `/series create title: Theory seminar")
    assert "Theory is set up" in said(made)
    assert f"Organizers: <@&{server.organizers.id}>" in said(made)
    assert "Anchor site: EPFL (Europe/Zurich)" in said(again)
    assert "To fix" not in said(again)


async def test_a_channel_that_cannot_be_written_is_named(server: Server) -> None:
    bot = server.guild.me
    assert bot is not None
    silent = discord.PermissionOverwrite(send_messages=False)
    sealed = server.guild.create_text_channel("sealed", overwrites={bot: silent})

    told = await server.ada.slash(server.channel, "setup", announcement_channel=sealed)

    assert f"in <#{sealed.id}>: send messages, embed links" in said(told)


async def test_choices_are_offered_in_words(app: App, server: Server) -> None:
    offered = {
        choice.name
        for command in app.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        for parameter in command.parameters
        for choice in parameter.choices
    }

    assert {"coming", "waiting for a slot", "postdoc", "Outlook"} <= offered
    assert [name for name in offered if name.isupper()] == ["GNOME"]
    assert "postdoc" in said(await server.ben.slash(server.channel, "me set", role="postdoc"))


async def test_organizers_see_how_old_the_newest_backup_is(
    discord_world: simcord.Env, app: App
) -> None:
    server = await Server(discord_world, app, "Theory").set_up()
    before = said(await server.ada.slash(server.channel, "status"))

    await app.store.back_up(now=app.clock.now())
    after = said(await server.ada.slash(server.channel, "status"))

    assert "no backup yet" in before
    assert "the newest backup, checked row by row, is 0 hours old" in after


async def test_an_imported_collaboration_is_claimed_with_its_code_alone(
    discord_world: simcord.Env, app: App
) -> None:
    server, other = Server(discord_world, app, "New"), Server(discord_world, app, "Other")
    boss, thief = manager_of(discord_world, server), manager_of(discord_world, other)
    done = await ScheduleImport(app.store, app.publisher).run(
        read_schedule("start,minutes,timezone,speaker\n2025-10-02 17:00,60,UTC,Ines\n"),
        collaboration="theory",
        series_slug="old",
        write=True,
        now=app.clock.now(),
    )

    stolen = await thief.slash(other.channel, "setup", name="Mine", slug="theory")
    guessed = await thief.slash(other.channel, "setup", claim="K7M2QX-ABCDEF-GHJKMN-PQRSTV")
    taken = await boss.slash(server.channel, "setup", claim=done.claim_code.lower())
    late = await thief.slash(other.channel, "setup", claim=done.claim_code)

    assert said(stolen).startswith("The short name theory is taken. Choose another one.")
    assert said(guessed) == NOT_VALID
    assert "Theory is set up" in said(taken)
    assert said(late) == USED
