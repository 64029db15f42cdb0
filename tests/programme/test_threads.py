"""What follows from posts: threads for questions, and publishing to servers that follow."""

import discord
import simcord

from bot.announcements.service.reminder_settings import ReminderChoices, ReminderSettings
from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from tests.discord_servers import said, shown
from tests.journeys.scene import viewer
from tests.seminars import Seminar, words


async def announce_with_thread(seminar: Seminar) -> int:
    """Let the series open threads, and Ben's talk be announced; return the talk."""
    await seminar.app.services[ReminderSettings].schedule(
        seminar.ada, "seminar", ReminderChoices(threads=True), now=seminar.clock.now()
    )
    talk = await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    return talk


async def thread_of(seminar: Seminar) -> discord.Thread:
    post = next(post for post in seminar.posts() if "Kernels" in words(post))
    found = await seminar.app.client.fetch_channel(post.id)
    assert isinstance(found, discord.Thread)
    return found


async def people_in(thread: discord.Thread) -> set[int]:
    return {member.id for member in await thread.fetch_members()}


async def test_a_thread_stands_under_a_talks_announcement_for_those_who_come(
    seminar: Seminar,
) -> None:
    server = seminar.server
    await announce_with_thread(seminar)
    thread = await thread_of(seminar)
    before = await people_in(thread)

    await seminar.app.services[AnswerService].answer(
        seminar.ben, await seminar.first_meeting(), Answer.GOING, now=seminar.clock.now()
    )
    await seminar.pass_time(minutes=1)

    assert thread.name == "Kernels"
    assert server.ben.id not in before
    assert server.ben.id in await people_in(thread)


async def test_somebody_who_cannot_be_added_keeps_nobody_else_out(seminar: Seminar) -> None:
    server = seminar.server
    await announce_with_thread(seminar)
    meeting, answering = await seminar.first_meeting(), seminar.app.services[AnswerService]
    path = f"/channels/*/thread-members/{server.ada.id}"
    server.world.inject_error("PUT", path, status=403, code=50001, times=None)

    for one in (seminar.ada, seminar.ben):
        await answering.answer(one, meeting, Answer.GOING, now=seminar.clock.now())
    await seminar.pass_time(minutes=1)

    assert server.ben.id in await people_in(await thread_of(seminar))
    assert "I cannot" not in "".join(map(words, seminar.letters(server.ada)))


async def test_more_people_than_are_added_at_once_all_come_in(seminar: Seminar) -> None:
    server = seminar.server
    await announce_with_thread(seminar)
    meeting, answering = await seminar.first_meeting(), seminar.app.services[AnswerService]
    people = []
    for number in range(12):
        user = server.world.create_user(f"guest{number}")
        person = server.guild.add_member(user, roles=[server.members])
        coming = await viewer(server, person, server.members.id)
        await answering.answer(coming, meeting, Answer.GOING, now=seminar.clock.now())
        people.append(person.id)

    await seminar.pass_time(minutes=1)

    assert set(people) <= await people_in(await thread_of(seminar))


async def test_where_no_threads_may_be_opened_organizers_hear_what_is_missing(
    seminar: Seminar,
) -> None:
    path = "/channels/*/messages/*/threads"
    seminar.server.world.inject_error("POST", path, status=403, code=50013)

    await announce_with_thread(seminar)
    await seminar.pass_time(minutes=3)

    (told,) = map(words, seminar.letters(seminar.server.ada))
    assert "Please give it Create Public Threads" in told
    assert (await thread_of(seminar)).name == "Kernels"


async def test_a_post_that_was_deleted_gets_no_thread_and_troubles_nobody(
    seminar: Seminar,
) -> None:
    server = seminar.server
    path = "/channels/*/messages/*/threads"
    server.world.inject_error("POST", path, status=404, code=10008, message="Unknown Message")

    await announce_with_thread(seminar)
    await seminar.pass_time(minutes=10)

    assert seminar.letters(server.ada) == []


async def test_it_is_archived_a_week_after_the_talk_wherever_that_was_moved(
    seminar: Seminar,
) -> None:
    await announce_with_thread(seminar)
    await seminar.move("2026-11-28 10:00")

    await seminar.pass_time(days=11)  # a week after the day it was to be on
    early = (await thread_of(seminar)).archived
    await seminar.pass_time(days=2)

    assert not early
    assert (await thread_of(seminar)).archived


async def test_there_is_no_thread_unless_the_series_wants_one(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()

    (post,) = seminar.posts()

    assert not post.flags.has_thread


async def compose(seminar: Seminar, channel: simcord.ChannelHandle, **more: bool) -> str:
    server = seminar.server
    form = await server.ada.slash(server.channel, "announce compose", channel=channel, **more)
    if form.modal is None:
        return said(form)
    preview = await server.ada.submit_modal(form, {"title": "School", "body": "In July."})
    await server.ada.click(shown(preview), label="Post now")
    await seminar.send_due()
    return ""


async def test_a_post_is_published_to_the_servers_that_follow(seminar: Seminar) -> None:
    news = seminar.server.guild.create_news_channel("news")

    await compose(seminar, news, publish=True)
    await compose(seminar, news)

    published, plain = news.history()
    assert published.flags.value  # the stand-in sets the flag of those that receive it
    assert not plain.flags.value


async def test_only_an_announcement_channel_can_be_published_in(seminar: Seminar) -> None:
    refused = await compose(seminar, seminar.channel, publish=True)

    assert "Servers can only follow an announcement channel" in refused
