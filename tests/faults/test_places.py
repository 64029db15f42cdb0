"""Channels, roles and threads that go away, and messages that Discord lets nobody edit often."""

import pytest

from bot.announcements.service.receipts import Receipts
from bot.announcements.service.reminder_settings import ReminderChoices, ReminderSettings
from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.outbox.deliveries import State
from bot.talks.service.talks import TalkService
from tests.discord_servers import said
from tests.programme.test_threads import announce_with_thread, people_in, thread_of
from tests.seminars import Seminar, words


async def parked(seminar: Seminar) -> list[str]:
    found = await seminar.app.services[Receipts].listing(seminar.ada, state=State.PARKED)
    return [one.why for one in found.found]


async def test_where_a_channel_was_deleted_organizers_hear_it_and_nothing_else_is_harmed(
    seminar: Seminar,
) -> None:
    """F28."""
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.app.client.http.delete_channel(seminar.channel.id)
    await seminar.server.world.settle()

    await seminar.send_due()

    (why,) = await parked(seminar)
    assert why.startswith("The channel is gone. Please choose another one")
    told = [words(letter) for letter in seminar.letters(seminar.server.ada)]
    assert ["The channel is gone" in text for text in told] == [True]
    kept = await seminar.app.services[TalkService].talk(seminar.ben, 1)
    assert kept.talk.title == "Kernels"


async def test_a_role_that_was_deleted_keeps_no_announcement_back_and_is_told_once(
    seminar: Seminar,
) -> None:
    """F29."""
    role = seminar.server.guild.create_role("readers")
    await seminar.app.services[ReminderSettings].schedule(
        seminar.ada, "seminar", ReminderChoices(role_id=role.id), now=seminar.clock.now()
    )
    await seminar.app.client.http.delete_role(seminar.server.guild.id, role.id)
    await seminar.server.world.settle()

    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    await seminar.sign_up(week=1, title="Networks", abstract="In parts.")
    await seminar.send_due()

    posts = seminar.posts()
    assert len(posts) == 2
    assert ["<@&" in post.content for post in posts] == [False, False]
    told = [words(letter) for letter in seminar.letters(seminar.server.ada)]
    assert [text for text in told if "role" in text] == [
        (
            f"⚠️ The role to ping in <#{seminar.channel.id}> was deleted, "
            "so announcements go out without a ping. "
            "Please choose another role, or none, with /series notify."
        )
    ]


async def test_who_comes_is_added_to_a_thread_that_fell_silent_and_was_archived(
    seminar: Seminar,
) -> None:
    """F31."""
    await announce_with_thread(seminar)
    thread = await thread_of(seminar)
    await thread.edit(archived=True)
    path = f"/channels/{thread.id}/thread-members/*"
    seminar.server.world.inject_error("PUT", path, status=400, code=50083, times=1)

    await seminar.app.services[AnswerService].answer(
        seminar.ben, await seminar.first_meeting(), Answer.GOING, now=seminar.clock.now()
    )
    await seminar.pass_time(minutes=1)

    again = await thread_of(seminar)
    assert not again.archived
    assert seminar.server.ben.id in await people_in(again)


async def test_an_old_message_is_edited_at_most_once_in_ten_minutes_and_says_the_last(
    seminar: Seminar,
) -> None:
    """F32."""
    await seminar.sign_up(week=1, title="Kernels", abstract="In parts.")
    await seminar.pass_time(hours=2)
    world = seminar.server.world
    (post,) = [post for post in seminar.posts() if "In parts." in words(post)]

    def edits() -> int:
        path = f"/channels/{post.channel.id}/messages/{post.id}"
        return len([r for r in world.http_requests if r.method == "PATCH" and r.path == path])

    before = edits()
    for minute in range(5):
        await seminar.move(f"2026-12-04 10:{10 + minute}", week=1, quietly=True)
        await seminar.pass_time(minutes=1)
    soon = edits() - before
    await seminar.pass_time(minutes=20)

    assert soon == 1
    assert edits() - before == 2
    (now,) = [post for post in seminar.posts() if "In parts." in words(post)]
    assert "Fri 4 Dec 2026 10:14 Lausanne" in words(now)


async def test_whose_direct_messages_are_closed_is_not_written_to_again_the_same_day(
    seminar: Seminar,
) -> None:
    """F35."""
    world, ben = seminar.server.world, seminar.server.ben
    path = f"/channels/{ben.user.dm_channel.id}/messages"
    world.inject_error("POST", path, status=403, code=50007, times=None)

    def tries() -> int:
        return len([r for r in world.http_requests if r.method == "POST" and r.path == path])

    await seminar.sign_up(week=3, title="Kernels")
    while not tries():
        await seminar.pass_time(hours=1)
    await seminar.pass_time(hours=12)
    same_day = tries()
    await seminar.pass_time(hours=13)

    assert same_day == 1
    assert tries() == 2
    told = [words(letter) for letter in seminar.letters(seminar.server.ada)]
    assert ["direct messages are closed" in text for text in told].count(True) == 1


@pytest.mark.parametrize("old", ["m0:answers:1", "m1:gone-by-now:1", "something else"])
async def test_a_button_of_an_older_version_says_so_and_does_nothing(
    seminar: Seminar, old: str
) -> None:
    """F42."""
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    (post,) = seminar.posts()
    stored = seminar.server.world.backend.get_message(post.channel.id, post.id)
    for row in stored.components:
        for button in row["components"]:
            button.update({"custom_id": old} if button["label"] == "Who comes?" else {})

    answer = await seminar.server.ben.click(post, label="Who comes?")

    assert said(answer).startswith("This button is from an older version of Meridian")
