"""How fast members may write, and a request that Discord sends twice."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import simcord
from discord import app_commands

from bot.chat.member_limits import ONE_ROW, READS, WRITES
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.settings import Settings
from tests.cogs.test_talks import free_slot, open_form
from tests.discord_servers import Result, Server, StillClock, labels, said, shown
from tests.journeys.scene import viewer
from tests.worlds import NOW

REFUSED = "You're going too fast."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings that allow a member three writes in a minute, and the server five."""
    return replace(settings, writes_per_member=3, writes_per_server=5)


async def set_site(server: Server, person: simcord.MemberActor, site: str = "epfl") -> Result:
    return await person.slash(server.channel, "me set", site=site)


async def test_a_member_who_writes_too_fast_is_told_how_long_to_wait(
    server: Server, clock: StillClock
) -> None:
    for site in ("epfl", "mit", "ttic"):
        assert REFUSED not in said(await set_site(server, server.ben, site))

    clock.advance(timedelta(seconds=20))
    refused = await set_site(server, server.ben)

    assert said(refused) == (f"{REFUSED} Try again in 40 seconds.")
    assert refused.ephemeral
    assert "Chicago" in said(await server.ben.slash(server.channel, "me show"))
    clock.advance(timedelta(seconds=40))
    assert REFUSED not in said(await set_site(server, server.ben))


async def test_guessing_claim_codes_is_slowed_down(server: Server) -> None:
    for guess in range(3):
        await server.ada.slash(server.channel, "setup", claim=f"K7M2QX{guess:018}")

    assert REFUSED in said(await server.ada.slash(server.channel, "setup", claim="K7M2QX"))


async def test_reading_is_never_refused(server: Server) -> None:
    for _ in range(8):
        assert REFUSED not in said(await server.ben.slash(server.channel, "next"))


async def test_a_server_that_writes_too_fast_waits_too(server: Server) -> None:
    for person in (server.ben, server.ben, server.ben, server.ada, server.ada):
        await set_site(server, person)

    refused = await set_site(server, server.ada)

    assert said(refused).startswith("Too many changes on this server in one minute.")


async def test_a_form_sent_too_fast_gives_back_what_was_typed(
    server: Server, clock: StillClock
) -> None:
    ada = await viewer(server, server.ada, server.organizers.id)
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00")
    await server.app.services[SeriesService].create(ada, described, now=NOW)
    form = await open_form(server, server.ben, await free_slot(server, server.ben))
    clock.advance(timedelta(minutes=1))
    for _ in range(3):
        await set_site(server, server.ben)

    refused = await server.ben.submit_modal(form, {"title": "Kernels at last"})

    assert said(refused).startswith(REFUSED)
    assert labels(refused) == []
    (file,) = shown(refused).attachments
    assert file.filename == "what-you-typed.txt"


async def test_a_request_that_discord_repeats_is_done_once(
    server: Server, clock: StillClock, repeated: list[tuple[str, Mapping[str, Any]]]
) -> None:
    """Fault F38."""
    await server.ben.slash(server.channel, "me set", site="epfl")
    table = await server.ben.slash(
        server.channel, "remind", what="tea", when="in 2 hours", where="this channel"
    )
    await server.ben.click(shown(table), label="Confirm")

    server.world.backend.emit(*repeated[-1])
    await server.world.settle()

    clock.advance(timedelta(hours=2))
    await server.app.outbox.run_due()
    told = [message.content.splitlines()[0] for message in server.channel.history()]
    assert told == ["⏰ tea"]


@pytest.fixture
def repeated(server: Server) -> Iterator[list[tuple[str, Mapping[str, Any]]]]:
    """What the stand-in Discord sent, so that a test can send it again."""
    sent: list[tuple[str, Mapping[str, Any]]] = []
    backend, emit = server.world.backend, server.world.backend.emit

    def noting(event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            sent.append((event, payload))
        emit(event, payload)

    backend.emit = noting  # type: ignore[method-assign]
    yield sent
    backend.emit = emit  # type: ignore[method-assign]


async def test_what_says_nothing_of_its_pace_counts_as_a_write(server: Server) -> None:
    client = server.app.client
    silent = [
        command.qualified_name
        for command in client.tree.walk_commands()
        if isinstance(command, app_commands.Command) and "pace" not in command.extras
    ]

    assert {"me set", "talk swap", "meeting move"} <= set(silent)
    for _ in range(3):
        await server.ben.slash(server.channel, "me set", site="epfl")
    assert REFUSED in said(await server.ben.slash(server.channel, "me set", site="epfl"))


async def test_the_pace_of_a_button_stands_at_its_method(server: Server) -> None:
    routes: Any = server.app.client.get_cog("RoutesCog")

    paces = {kind: routes.pace_of(kind) for kind in routes.kinds}

    assert {paces["poll-who"], paces["reopen"], paces["receipts"]} == {READS}
    assert {kind for kind, pace in paces.items() if pace is ONE_ROW} == {"answer", "poll-vote"}
    assert paces["poll-close"] is WRITES
