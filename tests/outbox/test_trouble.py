"""What keeps messages from going out is told once, and they go out when it is mended."""

from datetime import timedelta

from aiohttp import ClientSession

from bot.announcements.service.receipts import Receipts
from bot.outbox.deliveries import State
from bot.people.service import MembershipService
from tests.discord_servers import said, shown
from tests.seminars import Seminar, words


async def receipts(seminar: Seminar, state: State) -> list[str]:
    found = await seminar.app.services[Receipts].listing(seminar.ada, state=state)
    return [one.kind for one in found.found]


async def test_a_missing_permission_parks_and_organizers_hear_of_it_once(
    seminar: Seminar,
) -> None:
    """F27."""
    world = seminar.server.world
    world.inject_error(
        "POST", f"/channels/{seminar.channel.id}/messages", status=403, code=50013, times=None
    )

    await seminar.sign_up(title="Kernels", abstract="x")
    await seminar.send_due()
    await seminar.sign_up(week=1, title="Networks", abstract="x")
    await seminar.send_due()

    told = [words(letter) for letter in seminar.letters(seminar.server.ada)]
    assert [text for text in told if "Send Messages" in text] == [
        (
            f"⚠️ I cannot post in <#{seminar.channel.id}>. Meridian may not write there. "
            "Please give it Send Messages and Embed Links. I will try again once that is fixed."
        )
    ]
    assert await receipts(seminar, State.PARKED) == ["announcement", "announcement"]


async def test_what_was_parked_goes_out_by_itself_once_it_is_mended(seminar: Seminar) -> None:
    """F27."""
    world = seminar.server.world
    world.inject_error("POST", f"/channels/{seminar.channel.id}/messages", status=403, code=50013)
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    before = seminar.posts()

    await seminar.pass_time(minutes=2)
    seminar.clock.advance(timedelta(minutes=2))
    await seminar.send_due()

    assert before == []
    assert ["In parts." in words(post) for post in seminar.posts()] == [True]


async def test_what_refuses_for_ever_is_asked_ever_less_often(seminar: Seminar) -> None:
    world = seminar.server.world
    path = f"/channels/{seminar.channel.id}/messages"
    world.inject_error("POST", path, status=400, code=50035, times=None)
    await seminar.sign_up(title="Kernels", abstract="In parts.")

    for _ in range(60):
        await seminar.send_due()
        seminar.clock.advance(timedelta(minutes=1))

    found = await seminar.app.services[Receipts].listing(seminar.ada, state=State.PARKED)
    (parked,) = found.found
    assert (parked.kind, parked.tries) == ("announcement", 6)


async def test_what_may_not_be_mended_is_told_once_and_mended_when_it_may(
    seminar: Seminar,
) -> None:
    world = seminar.server.world
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    path = f"/channels/{seminar.channel.id}/messages/*"
    world.inject_error("PATCH", path, status=403, code=50001, times=2)

    await seminar.move("2026-11-27 10:00", quietly=True)
    await seminar.pass_time(minutes=1)
    wrong = words(seminar.posts()[0])
    await seminar.pass_time(hours=3)

    assert "Fri 27 Nov 2026 10:00 Lausanne" not in wrong
    assert "Fri 27 Nov 2026 10:00 Lausanne" in words(seminar.posts()[0])
    told = [words(letter) for letter in seminar.letters(seminar.server.ada)]
    assert ["I cannot update my post" in text for text in told] == [True]


async def test_an_organizer_retries_and_drops_from_the_receipts(seminar: Seminar) -> None:
    server, world = seminar.server, seminar.server.world
    world.inject_error(
        "POST", f"/channels/{seminar.channel.id}/messages", status=403, code=50013, times=2
    )
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.sign_up(week=1, title="Networks", abstract="x")
    await seminar.send_due()
    page = await server.ada.slash(server.channel, "announce receipts", state="parked")
    labels = [b["label"] for row in shown(page).components for b in row["components"]]

    await server.ada.click(shown(page), label=next(x for x in labels if "Drop" in x))
    await server.ada.click(shown(page), label=[x for x in labels if "Retry" in x][1])
    await seminar.send_due()

    assert "Kernels" in said(page)
    assert len([p for p in seminar.posts() if "Talk" not in words(p)]) == 1
    assert await receipts(seminar, State.DROPPED) == ["announcement"]


async def test_a_member_who_left_is_not_written_to(seminar: Seminar) -> None:
    """F34."""
    await seminar.sign_up(week=3, title="Kernels")
    assert seminar.ben.member is not None
    await seminar.app.services[MembershipService].leave(
        seminar.ben.member.id, now=seminar.clock.now()
    )

    await seminar.pass_time(weeks=2)

    assert seminar.letters(seminar.server.ben) == []


async def test_while_nothing_may_be_sent_feeds_and_pages_stay_up_and_say_so(
    seminar: Seminar,
) -> None:
    app, world = seminar.app, seminar.server.world
    path = f"/channels/{seminar.channel.id}/messages"
    world.inject_error("POST", path, status=401, times=None)
    await seminar.sign_up(title="Kernels", abstract="x")
    await seminar.send_due()
    seminar.clock.advance(timedelta(minutes=3))

    async with ClientSession(f"http://127.0.0.1:{app.web.port}") as client:
        found = {}
        for address in ("/feeds/deep-learning-theory/all.ics", "/healthz", "/metrics"):
            async with client.get(address) as answer:
                found[address] = (answer.status, await answer.text())

    assert found["/feeds/deep-learning-theory/all.ics"][0] == 200
    assert "Kernels" in found["/feeds/deep-learning-theory/all.ics"][1]
    assert found["/healthz"] == (503, "Nothing is being sent. Discord rejects the token.\n")
    assert found["/metrics"][0] == 200
    assert 'meridian_deliveries{state="parked"} 0' in found["/metrics"][1]
    assert "meridian_delivery_lag_seconds 180" in found["/metrics"][1]


async def test_status_tells_organizers_how_everything_is(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract="x")
    await seminar.send_due()

    status = await seminar.server.ada.slash(seminar.server.channel, "status")

    assert "✅ sends messages on time" in said(status)
    assert "sent 5" in said(status)  # the announcement, and four weeks of the server's events
