"""What changes while something is on its way to Discord, or waits to be tried again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.announcements.service.announcements import Announcements
from tests.discord_servers import shown
from tests.seminars import Seminar, words

Change = Callable[[], Awaitable[object]]


def while_it_is_sent(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch, change: Change
) -> list[object]:
    """Let something change once Discord has taken the next message, before that is known here."""
    http, done = seminar.app.client.http, list[object]()
    send: Callable[..., Awaitable[object]] = http.send_message

    async def sent(*arguments: Any, **more: Any) -> object:  # noqa: ANN401 - handed on
        answered = await send(*arguments, **more)
        if not done:
            done.append(None)
            done.append(await change())
        return answered

    monkeypatch.setattr(http, "send_message", sent)
    return done


async def compose(seminar: Seminar) -> None:
    """Let Ada announce something in #seminar, where nothing else is posted."""
    server = seminar.server
    form = await server.ada.slash(server.channel, "announce compose", channel=server.channel)
    preview = await server.ada.submit_modal(form, {"title": "School", "body": "In July."})
    await server.ada.click(shown(preview), label="Post now")


async def composed(seminar: Seminar) -> int:
    (found,), _ = await seminar.app.services[Announcements].listing(seminar.ada)
    return found.id


async def test_a_meeting_cancelled_while_its_announcement_is_sent_is_shown_cancelled(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    while_it_is_sent(seminar, monkeypatch, seminar.cancel)

    await seminar.send_due()
    await seminar.pass_time(seconds=5)

    (post,) = seminar.posts()
    assert words(post).strip().startswith("❌ CANCELLED: Kernels")


async def test_what_an_organizer_edits_while_it_is_posted_stands_there(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await compose(seminar)
    announcements, number = seminar.app.services[Announcements], await composed(seminar)

    async def edit() -> object:
        return await announcements.edit(
            seminar.ada, number, title="School", body="In August.", now=seminar.clock.now()
        )

    while_it_is_sent(seminar, monkeypatch, edit)
    await seminar.send_due()
    await seminar.pass_time(seconds=5)

    (post,) = seminar.server.channel.history()
    assert "In August." in words(post)
    assert (await announcements.composed(seminar.ada, number)).payload["body"] == "In August."


async def test_what_an_organizer_cancels_while_it_is_posted_says_so(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await compose(seminar)
    announcements, number = seminar.app.services[Announcements], await composed(seminar)

    async def cancel() -> object:
        return await announcements.cancel(seminar.ada, number, now=seminar.clock.now())

    while_it_is_sent(seminar, monkeypatch, cancel)
    await seminar.send_due()
    await seminar.pass_time(seconds=5)

    (post,) = seminar.server.channel.history()
    assert words(post).strip().startswith("❌ Cancelled: School")


async def test_an_announcement_to_be_published_is_published_after_an_edit(
    seminar: Seminar,
) -> None:
    news = seminar.server.guild.create_news_channel("news")
    server = seminar.server
    form = await server.ada.slash(server.channel, "announce compose", channel=news, publish=True)
    preview = await server.ada.submit_modal(form, {"title": "School", "body": "In July."})
    asked = await server.ada.click(shown(preview), label="Schedule")
    await server.confirm(await server.ada.submit_modal(asked, {"when": "2026-11-24 10:00"}))

    await seminar.app.services[Announcements].edit(
        seminar.ada,
        await composed(seminar),
        title="School",
        body="In August.",
        now=seminar.clock.now(),
    )
    await seminar.pass_time(days=1)

    (post,) = news.history()
    assert "In August." in words(post)
    assert post.flags.value


async def test_a_meeting_moved_while_its_announcement_is_parked_is_still_announced(
    seminar: Seminar,
) -> None:
    world = seminar.server.world
    path = f"/channels/{seminar.channel.id}/messages"
    world.inject_error("POST", path, status=403, code=50013, times=None)
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()

    await seminar.move("2026-12-01 10:00", quietly=True)
    seminar.clock.advance(timedelta(days=5))  # Saturday: the old date is over
    world.backend.faults.clear()
    await seminar.send_due()

    (post,) = [p for p in seminar.posts() if "In parts." in words(p)]
    assert "Tue 1 Dec 2026 10:00 Lausanne" in words(post)


async def test_a_meeting_moved_while_discord_is_down_is_still_announced(
    seminar: Seminar,
) -> None:
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    seminar.clock.advance(timedelta(minutes=1))
    await seminar.move("2026-12-01 10:00", quietly=True)
    seminar.clock.advance(timedelta(days=5))

    await seminar.send_due()

    (post,) = [p for p in seminar.posts() if "In parts." in words(p)]
    assert "Tue 1 Dec 2026 10:00 Lausanne" in words(post)
