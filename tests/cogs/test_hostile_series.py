"""Hostile text in every field and option of /series and /meeting: harmless, or refused in words."""

import pytest

from cogs.series.forms import DETAILS as DETAILS_FORM
from cogs.series.forms import TIMES as TIMES_FORM
from tests.cogs.theory_seminar import made
from tests.discord_servers import Result, Server, filled_in, said, shown
from tests.made_once import MadeOnce, Workshop

HOSTILE = {
    "mentions": "@everyone <@&1> <#1>",
    "a link in disguise": "[x](https://evil.example)",
    "a link behind a closing quote": "”[x](https://e.example)",
    "line breaks and NUL": "a\r\nb\x00c",
    "a direction override": "\u202etxt",
    "very much": "x" * 6000,
    "a lone surrogate": "\ud800",
    "digits of another script": "٣",
    "placeholders": "%s{0}",
}
HARMFUL = ("](https://", "@everyone", "<@&1>", "\u202e", "\ud800", "\x00", "went wrong")
COMMANDS = {
    "series create": {"title": "x", "when": "Mondays 9:30", "zone": "epfl", "first": "2026-12-01"},
    "series edit": {
        "series": "theory-seminar",
        "title": "y",
        "when": "Fridays 10:00",
        "until": "3",
    },
    "series end": {"series": "theory-seminar", "last": "2027-01-01"},
    "series show": {"series": "theory-seminar"},
    "series skip": {"series": "theory-seminar", "date": "2026-12-03", "reason": "r"},
    "series unskip": {"series": "theory-seminar", "date": "2026-12-03"},
    "meeting list": {"series": "theory-seminar"},
    "meeting show": {"meeting": "1"},
    "meeting move": {"meeting": "1", "when": "2026-12-01 10:00", "reason": "r"},
    "meeting cancel": {"meeting": "1", "reason": "r"},
    "meeting restore": {"meeting": "1"},
}


@pytest.fixture(scope="session")
def made_server(made_server: MadeOnce[Server], workshop: Workshop) -> MadeOnce[Server]:
    """A server with a weekly series, Thursdays 17:00 in Lausanne."""
    return workshop.in_the_server(made_server, made)


def harm_in(result: Result) -> list[str]:
    text = "" if result.modal else said(result).replace("](<https://", "")
    return [harmful for harmful in HARMFUL if harmful in text]


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
async def test_no_option_does_harm(server: Server, typed: str) -> None:
    for command, options in COMMANDS.items():
        for name in options:
            result = await server.ada.slash(server.channel, command, **{**options, name: typed})

            assert (command, name, harm_in(result)) == (command, name, [])


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("button", ["Edit the rest", "Edit title and times"])
async def test_no_field_does_harm(server: Server, button: str, typed: str) -> None:
    lengths = {field.id: field.most for form in (DETAILS_FORM, TIMES_FORM) for field in form.fields}
    opened = await server.ada.slash(server.channel, "series edit", series="theory-seminar")
    names = filled_in(await server.ada.click(shown(opened), label=button)).keys()

    for name in names:
        opened = await server.ada.slash(server.channel, "series edit", series="theory-seminar")
        form = await server.ada.click(shown(opened), label=button)
        values = {**filled_in(form), name: typed[: lengths[name]]}
        result = await server.ada.submit_modal(form, values)

        assert (name, harm_in(result)) == (name, [])
