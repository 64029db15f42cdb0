"""/help in a stand-in Discord: what people want to do, and examples that work."""

import re
from typing import Any

import simcord
from discord import AppCommandOptionType, app_commands

from bot.app import App
from bot.chat.help import Help
from tests.discord_servers import Server, said, shown
from tests.journeys.test_who_may import COMMANDS

MENTION = re.compile(r"</([a-z ]+):[0-9]+>")


def leaves(app: App) -> dict[str, app_commands.Command[Any, ..., Any]]:
    return {
        command.qualified_name: command
        for command in app.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }


def options_of(app: App, help_: Help) -> dict[str, str]:
    """Return the options in an example, as one types them."""
    names = "|".join(parameter.name for parameter in leaves(app)[help_.command].parameters)
    parts = re.split(rf"(?:^| )({names}): ", help_.example)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


async def test_everybody_sees_the_tasks_that_are_open_to_them(server: Server) -> None:
    stranger = said(await server.mallory.slash(server.channel, "help"))
    member = said(await server.ben.slash(server.channel, "help"))
    organizer = said(await server.ada.slash(server.channel, "help"))

    assert "See what is coming" in stranger
    assert "Give a talk" not in stranger
    assert "Give a talk" in member
    assert "Run a series" not in member
    assert "For organizers: **Run a series.**" in organizer


async def test_there_are_at_most_twelve_tasks_each_one_line_with_its_command(
    server: Server,
) -> None:
    told = said(await server.ada.slash(server.channel, "help"))

    lines = [line for line in told.splitlines() if MENTION.search(line)]
    assert len(lines) == len(MENTION.findall(told)) <= 12
    assert all(re.search(r"\*\*.+\.\*\* .+\. </", line) for line in lines)


async def test_a_task_opens_with_its_commands_and_examples_and_leads_back(server: Server) -> None:
    reply = await server.ben.slash(server.channel, "help")
    tasks = said(reply)

    opened = await server.ben.select(shown(reply), ["talk"])
    details = said(opened)
    back = await server.ben.click(shown(opened), label="◀ All tasks")

    assert details.startswith("Give a talk\n</talk signup:")
    assert "`/talk signup series: Theory seminar" in details
    assert said(back) == tasks


async def test_every_command_is_in_one_task(app: App, server: Server) -> None:
    del server
    tasks = {task.name for task in app.client.tasks}

    assert leaves(app).keys() == {line.command for line in app.client.guide} == set(COMMANDS)
    assert {line.task for line in app.client.guide} == tasks
    assert {task.command for task in app.client.tasks} <= leaves(app).keys()


async def test_a_restarted_bot_still_mentions_its_commands(server: Server) -> None:
    await server.restart()

    told = said(await server.ben.slash(server.channel, "help"))

    assert MENTION.search(told)


async def give_talk(server: Server, person: simcord.MemberActor, title: str) -> None:
    offered = await person.autocomplete(
        server.channel, "talk signup", "slot", "", series="theory-seminar"
    )
    form = await person.slash(
        server.channel, "talk signup", series="theory-seminar", slot=offered[0]["value"]
    )
    await person.submit_modal(form, {"title": title})


async def make_theory_seminar(server: Server) -> None:
    form = await server.ada.slash(
        server.channel, "series create", title="Theory seminar", when="Thursdays 17:00", zone="epfl"
    )
    await server.confirm(await server.ada.submit_modal(form, {"visibility": "public"}))


# Examples about what is not in the test's world: they find nothing, and say so.
ABOUT_NOTHING = {
    "announce cancel",
    "announce edit",
    "me busy remove",
    "meeting edit",
    "meeting restore",
}


def typed_as(kind: AppCommandOptionType, value: str, channel: Any) -> Any:  # noqa: ANN401 - of Discord
    if kind is AppCommandOptionType.channel:
        return channel
    if kind is AppCommandOptionType.attachment:
        return (value, b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    if kind is AppCommandOptionType.integer:
        return int(value)
    return float(value) if kind is AppCommandOptionType.number else value


async def test_every_example_works_as_it_is_written(app: App, server: Server) -> None:
    await make_theory_seminar(server)
    await give_talk(server, server.ada, "The neural tangent kernel")
    await give_talk(server, server.ben, "Stable rank of rings")
    answers = {}

    for line in app.client.guide:
        kinds = {p.name: p.type for p in leaves(app)[line.command].parameters}
        options = {
            name: typed_as(kinds[name], value, server.channel)
            for name, value in options_of(app, line).items()
        }
        done = await server.ada.slash(server.channel, line.command, **options)
        answers[line.command] = "a form" if done.modal else said(done)

    refused = ("I found no", "There is no such", "can mean:", "Something went wrong")
    unknown = {
        command for command, told in answers.items() if any(words in told for words in refused)
    }
    assert unknown == ABOUT_NOTHING, {command: answers[command] for command in unknown}


async def test_what_was_typed_without_picking_is_understood_or_asked_back(server: Server) -> None:
    await make_theory_seminar(server)
    await give_talk(server, server.ada, "The neural tangent kernel")
    await give_talk(server, server.ben, "A kernel of truth")

    one = await server.ben.slash(server.channel, "talk show", talk="of truth")
    several = await server.ben.slash(server.channel, "talk show", talk="kernel")
    none = await server.ben.slash(server.channel, "talk show", talk="zzzz")
    boston = await server.ben.slash(server.channel, "me set", site="Boston")
    series = await server.ben.slash(server.channel, "series show", series="theory SEM")

    assert said(one).startswith("A kernel of truth")
    assert said(several).startswith("“kernel” can mean: Ada: The neural tangent kernel")
    assert said(none) == "I found no talk for “zzzz”. Pick one from the list."
    assert "Site: MIT" in said(boston)
    assert said(series).startswith("Theory seminar")


async def test_a_hidden_series_is_not_found_by_its_title(server: Server) -> None:
    form = await server.ada.slash(
        server.channel, "series create", title="Secret", when="Mondays 9:00", zone="epfl"
    )
    await server.confirm(await server.ada.submit_modal(form, {"visibility": "members"}))

    hidden = await server.mallory.slash(server.channel, "series show", series="Secret")
    seen = await server.ben.slash(server.channel, "series show", series="Secret")

    assert said(hidden).startswith("There is no such series here.")
    assert said(seen).startswith("Secret")
