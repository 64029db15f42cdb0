from datetime import time, timedelta

import pytest

from bot.app import App
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.sites.store import sites
from bot.times.zones import zone_names
from tests.discord_servers import Result, Server, StillClock, labels, said, shown
from tests.journeys.scene import viewer
from tests.made_once import MadeOnce, Workshop
from tests.worlds import NOW


@pytest.fixture(scope="session")
def made_server(made_server: MadeOnce[Server], workshop: Workshop) -> MadeOnce[Server]:
    """A server with a weekly series, Thursdays 17:00 in Lausanne."""
    return workshop.in_the_server(made_server, hold_a_seminar)


async def hold_a_seminar(server: Server) -> None:
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    described = SeriesDescription(title="*Theory* seminar", when="Thursdays 17:00", minutes=60)
    await server.app.services[SeriesService].create(ada, described, now=NOW)


async def plan(server: Server, **options: object) -> Result:
    series = {"series": "theory-seminar", **options}
    return await server.ada.slash(server.channel, "fair plan", **series)


async def test_what_each_site_has_paid_is_shown_as_bars(server: Server, clock: StillClock) -> None:
    before = said(await server.mallory.slash(server.channel, "fair show"))
    clock.advance(timedelta(weeks=4))

    text = said(await server.mallory.slash(server.channel, "fair show"))

    assert "No meetings took place from 1 Sep 2026 to 31 Jan 2027." in before
    assert "Points paid for meetings: all series, autumn 2026" in text
    assert "4 meetings from 1 Sep 2026 to 31 Jan 2027" in text
    assert "Jerusalem   ██████████████    8" in text
    assert "Berkeley +3 ███████           4" in text
    assert "Boston                        0" in text


async def test_series_are_told_apart_and_their_titles_are_harmless(
    server: Server, app: App, clock: StillClock
) -> None:
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    described = SeriesDescription(title="Reading", when="Mondays 19:00", minutes=60)
    await app.services[SeriesService].create(ada, described, now=NOW)
    clock.advance(timedelta(weeks=1))

    every = said(await server.ben.slash(server.channel, "fair show"))
    one = said(await server.ben.slash(server.channel, "fair show", series="theory-seminar"))
    last = said(await server.ben.slash(server.channel, "fair show", term="last"))

    assert "Reading (1 meeting): Jerusalem 5 | Lausanne 3 | " in every
    assert "\\*Theory\\* seminar (1 meeting): Jerusalem 2 | " in every
    assert "Points paid for meetings: \\*Theory\\* seminar, autumn 2026" in one
    assert "Reading" not in one
    assert "spring 2026" in last


async def test_a_fairer_plan_is_shown_beside_the_best_hour_and_saved_by_a_click(
    server: Server, clock: StillClock
) -> None:
    clock.advance(timedelta(weeks=6))
    reply = await plan(server)
    text, buttons = said(reply), labels(reply)
    await server.restart()

    done = said(await server.ada.click(shown(reply), label="Move to this plan"))
    after = said(await plan(server))

    assert "Nothing is moved yet" in text
    assert "The next 26 meetings, 60 minutes each." in text
    assert "8 meetings from **Thu" in text
    assert "now  17:00   plan" in text
    assert "Jerusalem                     52     52     44" in text
    assert "the most                      52     52     44" in text
    assert "The site that pays most (Jerusalem) saves 8 of 52 points (15%)." in text
    assert "All sites together pay 64 points more." in text
    assert buttons == ["Move to this plan", "Discard"]
    assert "Saved. 8 meetings were moved. The first and the last are now at:" in done
    assert "16:00 Lausanne" in done
    assert "Jerusalem                     44     52     44" in after


async def test_a_plan_is_given_up(server: Server, app: App, clock: StillClock) -> None:
    clock.advance(timedelta(weeks=6))
    reply = await plan(server)

    done = await server.ada.click(shown(reply), label="Discard")

    assert said(done) == "Discarded. Nothing was moved."
    async with app.store.read() as connection:
        left = await connection.exec_driver_sql("SELECT outcome, content FROM drafts")
        assert set(left) == {("discarded", "{}")}


async def test_one_hour_throughout_is_a_plan_too_and_done_only_once(server: Server) -> None:
    reply = await plan(server, meetings=4, sites="epfl, mit")
    await server.ada.click(shown(reply), label="Move to this plan")

    after = await plan(server, meetings=4, sites="epfl, mit")

    assert "No plan with two hours is fairer than always meeting at 15:00." in said(after)
    assert "These meetings are already at their fairest hours." in said(after)
    assert labels(after) == []


async def test_only_organizers_plan(server: Server) -> None:
    result = await server.ben.slash(server.channel, "fair plan", series="theory-seminar")

    assert "Only organizers" in said(result)


async def test_a_plan_for_twenty_five_sites_shows_what_each_pays(server: Server, app: App) -> None:
    zones = sorted(zone for zone in zone_names() if zone.startswith("Asia/"))[::4][:17]
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    async with app.store.change(ada.collaboration.id) as connection:
        for number, zone in enumerate(zones):
            await sites.insert(
                connection,
                collaboration_id=ada.collaboration.id,
                slug=f"s{number}",
                name=f"Site {number}",
                city=f"City {number:02}",
                country="Far away",
                latitude=1,
                longitude=1,
                zone=zone,
                working_days=frozenset(range(5)),
                opens=time(9),
                closes=time(17),
                position=8 + number,
            )

    told = said(await plan(server, meetings=4))

    assert told.count("```") == 2
    assert told.count("City ") >= len(zones)
    assert "all sites together" in told
