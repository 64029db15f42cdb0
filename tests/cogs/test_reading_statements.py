"""How many SQL statements commands that only read may send."""

from bot.attendance.model import Answer
from bot.attendance.store import answers
from bot.people.store import members
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from tests.seminars import Seminar
from tests.statements import counting
from tests.worlds import NOW


async def write_elsewhere(seminar: Seminar) -> None:
    """Let others write what the command that is counted does not show."""
    await seminar.sign_up(week=20, title="Kernels", abstract="On kernels.")


async def people(seminar: Seminar, *, many: int) -> list[int]:
    """Let so many members be known; return their ids."""
    async with seminar.app.store.write() as connection:
        return [
            await members.insert(
                connection,
                collaboration_id=seminar.ada.collaboration.id,
                discord_id=10_000 + number,
                display_name=f"Member {number}",
            )
            for number in range(many)
        ]


async def test_next_sends_three(seminar: Seminar) -> None:
    server = seminar.server
    for week in range(3):
        await seminar.sign_up(week=week, title="Kernels", abstract="On kernels.")
    await server.ben.slash(server.channel, "me show")  # his roles are new to Meridian
    await server.ben.slash(server.channel, "next")
    await write_elsewhere(seminar)

    with counting() as sent:
        await server.ben.slash(server.channel, "next")

    assert sent.count <= 3, str(sent)
    assert sent.transactions == 1


async def test_showing_a_talk_sends_three(seminar: Seminar) -> None:
    server = seminar.server
    talk_id = await seminar.sign_up(title="Kernels", abstract="On kernels.")
    await server.ben.slash(server.channel, "talk show", talk=str(talk_id))
    await write_elsewhere(seminar)

    with counting() as sent:
        await server.ben.slash(server.channel, "talk show", talk=str(talk_id))

    assert sent.count <= 3, str(sent)


async def test_opening_the_form_of_a_sign_up_sends_three(seminar: Seminar) -> None:
    server = seminar.server
    offered = await server.ben.autocomplete(
        server.channel, "talk signup", "slot", "", series="seminar"
    )
    slot = str(offered[0]["value"])
    await server.ben.slash(server.channel, "talk signup", series="seminar", slot=slot)
    await write_elsewhere(seminar)

    with counting() as sent:
        await server.ben.slash(server.channel, "talk signup", series="seminar", slot=slot)

    assert sent.count <= 3, str(sent)


async def test_who_comes_sends_six_for_sixty_people(seminar: Seminar) -> None:
    server = seminar.server
    await seminar.sign_up(title="Kernels", abstract="On kernels.")
    await seminar.send_due()
    meeting_id = await seminar.first_meeting()
    for member_id in await people(seminar, many=60):
        async with seminar.app.store.write() as connection:
            await answers.give(
                connection,
                meeting_id=meeting_id,
                member_id=member_id,
                answer=Answer.GOING,
                now=NOW,
            )
    (post,) = seminar.posts()
    await server.ben.click(post, label="Who comes?")

    with counting() as sent:
        await server.ben.click(post, label="Who comes?")

    assert sent.count <= 6, str(sent)


async def test_listing_eight_series_sends_four(seminar: Seminar) -> None:
    server = seminar.server
    for number in range(7):
        described = SeriesDescription(title=f"Seminar {number}", when="Fridays 15:00", zone="epfl")
        await seminar.app.services[SeriesService].create(seminar.ada, described, now=NOW)
    await server.ben.slash(server.channel, "series list")
    await write_elsewhere(seminar)

    with counting() as sent:
        await server.ben.slash(server.channel, "series list")

    assert sent.count <= 4, str(sent)


async def test_finding_a_time_for_two_hundred_people_sends_eight(seminar: Seminar) -> None:
    server = seminar.server
    await people(seminar, many=200)
    await server.ada.slash(server.channel, "meeting find")

    with counting() as sent:
        await server.ada.slash(server.channel, "meeting find")

    assert sent.count <= 8, str(sent)
