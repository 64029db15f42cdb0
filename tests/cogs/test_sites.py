"""/site in a stand-in Discord."""

from tests.discord_servers import Server, said


async def test_all_sites_are_listed_with_the_time_there(server: Server) -> None:
    told = said(await server.mallory.slash(server.channel, "site list"))

    assert "**Lausanne** · EPFL (`epfl`)\nMon 23 Nov 2026 **10:00** (UTC+01:00) · at work" in told
    assert "Mon 23 Nov 2026 **01:00** (UTC-08:00) · night" in told


async def test_a_site_is_shown_with_its_week(server: Server) -> None:
    found = await server.mallory.autocomplete(server.channel, "site show", "site", "jeru")

    told = said(await server.mallory.slash(server.channel, "site show", site=found[0]["value"]))

    assert "Working week: Sun-Thu, 09:00-17:00" in told
    assert "Public holidays: Israel (IL)" in told
    assert "Where: Jerusalem, Israel (31.78, 35.20)" in told


async def test_an_organizer_adds_a_site_and_changes_it(server: Server) -> None:
    added = await server.ada.slash(
        server.channel,
        "site add",
        slug="ens",
        name="ENS",
        city="Paris",
        country="France",
        latitude=48.84,
        longitude=2.34,
        zone="Europe/Paris",
        days="Mon-Thu",
    )

    changed = await server.ada.slash(server.channel, "site edit", site="ens", hours="10:00-18:30")
    offered = await server.ada.autocomplete(server.channel, "site edit", "holidays", "us cali")
    moved = await server.ada.slash(
        server.channel, "site edit", site="ens", holidays=offered[0]["value"]
    )

    assert "Working week: Mon-Thu, 09:00-17:00" in said(added)
    assert "Public holidays: France (FR)" in said(added)
    assert "Working week: Mon-Thu, 10:00-18:30" in said(changed)
    assert offered == [{"name": "United States · California (US-CA)", "value": "US-CA"}]
    assert "Public holidays: United States · California (US-CA)" in said(moved)
