import re

import pytest

from bot.app import App
from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.meetings.store import meetings
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from tests.discord_servers import Result, Server, filled_in, labels, said, shown
from tests.journeys.scene import viewer
from tests.made_once import MadeOnce, Workshop
from tests.worlds import NOW


@pytest.fixture(scope="session")
def made_server(made_server: MadeOnce[Server], workshop: Workshop) -> MadeOnce[Server]:
    """A server in which Ada is at EPFL, Ben at Berkeley."""
    return workshop.in_the_server(made_server, tell_sites)


async def tell_sites(server: Server) -> None:
    await server.ada.slash(server.channel, "me set", site="epfl")
    await server.ben.slash(server.channel, "me set", site="berkeley")


async def find(server: Server, **options: object) -> Result:
    return await server.ada.slash(server.channel, "meeting find", **options)


async def test_five_times_are_shown_at_every_site_with_what_they_cost(server: Server) -> None:
    reply = await find(server, minutes=60)

    text = said(reply)
    assert "Times for 2 people, 60 minutes" in text
    assert "**1.** **Mon 23 Nov 2026 17:00 Lausanne** · <t:1795449600:F>" in text
    assert "08:00 Berkeley | 17:00 Lausanne" in text
    assert "👥 All 2 can come\n⚖️ Costs Berkeley · Lausanne 1" in text
    assert "🧮 6.0 points: 3 for the hardest hour, 3.0 for the average hour" in text
    assert "**5.**" in text
    assert "**6.**" not in text
    assert "Participants: I'll include all 2 members I know in this server." in text
    assert shown(reply).ephemeral
    assert "feel at Berkeley (1), Lausanne (1)" in (shown(reply).attachments[0].description or "")


async def test_who_cannot_come_is_counted_and_only_the_reader_is_told_of_themselves(
    server: Server, app: App
) -> None:
    ada = await viewer(server, server.ada, server.organizers.id, server.members.id)
    described = SeriesDescription(title="Retreat", when="Tuesdays 08:00", minutes=900)
    await app.services[SeriesService].create(ada, described, now=NOW)
    await app.services[AnswerService].answer(ada, 1, Answer.GOING, now=NOW)
    options = {"minutes": 60, "within": "2026-11-24", "people": "ada, ben"}

    for_ada = said(await find(server, **options))
    for_ben = said(await server.ben.slash(server.channel, "meeting find", **options))

    assert "👥 1 of 2 can come (Lausanne 0 of 1) · **you can't**" in for_ada
    assert "Ben" not in for_ada
    assert "👥 1 of 2 can come (Lausanne 0 of 1)\n" in for_ben
    assert "Ada" not in for_ben


async def test_more_times_and_mornings_are_a_click_away_after_a_restart(server: Server) -> None:
    reply = await find(server, within="3 weeks")
    buttons = labels(reply)
    await server.restart()

    more = await server.ada.click(shown(reply), label="More")
    numbers, back = re.findall(r"\*\*(\d+)\.\*\*", said(more)), labels(more)
    mornings = await server.ada.click(shown(reply), label="Only mornings in Lausanne")

    assert buttons[:5] == [f"Schedule {n}" for n in range(1, 6)]
    mornings_in = [f"Only mornings in {city}" for city in ("Berkeley", "Lausanne")]
    assert buttons[5:] == ["Poll these", "More", *mornings_in]
    assert numbers == ["6", "7", "8", "9", "10"]
    assert "The best" in back
    assert "Mornings in Lausanne for 2 people" in said(mornings)
    assert {int(hour) for hour in re.findall(r"(\d\d):\d\d Lausanne\*\*", said(mornings))} <= {
        8, 9, 10, 11,
    }  # fmt: skip


async def test_a_time_is_scheduled_from_the_list(server: Server, app: App) -> None:
    reply = await find(server, people="ben, ada", title="Retreat", minutes=90)

    table = await server.ada.click(shown(reply), label="Schedule 2")
    read_back = said(table)
    await server.ada.click(shown(table), label="Confirm")

    assert "New meeting: Retreat" in read_back
    assert "Invited (2)" in read_back
    async with app.store.read() as connection:
        made = await meetings.by_id(connection, 1)
    assert made is not None
    assert (made.minutes, f"{made.start:%a}") == (90, "Tue")


async def test_members_may_look_for_a_time_and_only_organizers_schedule_it(server: Server) -> None:
    for_ben = await server.ben.slash(server.channel, "meeting find")
    for_mallory = await server.mallory.slash(server.channel, "meeting find")

    assert [label for label in labels(for_ben) if label.startswith("Schedule")] == []
    assert "Only members" in said(for_mallory)


async def test_a_role_is_asked_as_far_as_it_is_known(server: Server) -> None:
    role = server.guild.create_role("postdocs")
    eve = server.guild.add_member(server.world.create_user("Eve"), roles=[server.members, role])
    unknown = said(await find(server, role=role))
    await eve.slash(server.channel, "me set", site="huji")

    known = said(await find(server, role=role))

    assert "I don't know anyone with that role yet" in unknown
    assert "Times for 1 person" in known
    assert "I know 1 person with that role. People who never used my commands" in known


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"within": "whenever"}, "I don't understand “whenever” as a day"),
        ({"people": "Zoe"}, "Zoe"),
        ({"within": "2026-11-28 to 2026-11-29"}, "In these days there is no time"),
        ({"within": "2026-11-26", "required": "everybody", "minutes": 480}, "require fewer people"),
    ],
)
async def test_what_cannot_be_found_is_said_in_words(
    server: Server, options: dict[str, object], why: str
) -> None:
    assert why in said(await find(server, **options))


async def test_the_times_of_the_list_are_put_to_a_poll(server: Server) -> None:
    reply = await find(server, people="ada, ben", title="Grants", within="2 weeks")
    form = await server.ada.click(shown(reply), label="Poll these")
    values = filled_in(form)

    preview = await server.ada.submit_modal(form, values)
    told = said(preview)
    await server.ada.click(shown(preview), label="Post the poll")
    await server.app.outbox.run_due()

    assert len(values["times"].splitlines()) == 5
    assert values["title"] == "Grants"
    assert "People who get a reminder: Ada, Ben" in told
    (post,) = server.channel.history()
    assert "🗳️ Grants" in str(post.embeds[0].title)
