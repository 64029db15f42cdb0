"""Answers that get lost: nobody is told that nothing was saved where something was."""

import asyncio

from sqlalchemy import text

from bot.chat.double_submissions import DoubleSubmissions, SentTwice
from tests.discord_servers import Result, identity_of, labels, said, shown
from tests.seminars import Seminar, words

CALLBACK, FOLLOWUP = "/interactions/*/*/callback", "/webhooks/*"
TEXT = {"title": "Summer school", "body": "In July."}


def fail(seminar: Seminar, path: str = CALLBACK, *, status: int = 503, code: int = 0) -> None:
    """Let Discord refuse the next answer."""
    seminar.server.world.inject_error("*", path, status=status, code=code)


async def preview(seminar: Seminar) -> Result:
    server = seminar.server
    form = await server.ada.slash(server.channel, "announce compose", channel=server.channel)
    return await server.ada.submit_modal(form, TEXT)


async def test_case_53_an_answer_lost_after_the_commit_says_that_it_was_saved(
    seminar: Seminar,
) -> None:
    server, card = seminar.server, await preview(seminar)
    post_now = identity_of(card, "Post now")
    fail(seminar)

    first = said(await server.ada.click(shown(card), label="Post now"))
    second = said(await server.click_on(server.ada, post_now))
    await seminar.send_due()

    assert first.startswith("It was saved, but I can't show it to you right now.")
    assert second == "This was already saved, so nothing was done a second time."
    posts = [words(post).strip().splitlines()[0] for post in server.channel.history()]
    assert posts == [TEXT["title"]]


async def test_case_53_an_answer_lost_before_anything_was_saved_says_so(seminar: Seminar) -> None:
    server = seminar.server
    fail(seminar)

    told = said(await server.ben.slash(server.channel, "next"))

    assert told == "Discord did not take my answer, and nothing was saved. Please try again."


async def test_case_53_a_form_that_was_saved_is_not_given_back(seminar: Seminar) -> None:
    server = seminar.server
    form = await server.ben.slash(server.channel, "talk propose", series="seminar")
    fail(seminar)

    told = await server.ben.submit_modal(form, {"title": "Kernels"})

    assert said(told).startswith("It was saved, but")
    assert labels(told) == []


async def test_case_60_what_was_deferred_too_long_is_answered_by_direct_message(
    seminar: Seminar,
) -> None:
    server = seminar.server
    fail(seminar, FOLLOWUP, status=401, code=50027)

    await server.ada.slash(server.channel, "fair plan", series="seminar")

    (letter,) = seminar.letters(server.ada)
    assert "My answer took longer than Discord waits for one. Here it is:" in words(letter)
    assert "Nothing" in words(letter) or "Plan" in words(letter)


async def test_case_60_what_was_saved_but_answered_too_late_is_said_by_direct_message(
    seminar: Seminar,
) -> None:
    server, card = seminar.server, await preview(seminar)
    fail(seminar, status=404, code=10062)

    await server.ada.click(shown(card), label="Post now")

    (letter,) = seminar.letters(server.ada)
    assert "Here it is:" in words(letter)


async def test_case_60_a_form_sent_twice_has_one_effect(seminar: Seminar) -> None:
    server = seminar.server
    propose = ("talk propose", "seminar")
    forms = [await server.ben.slash(server.channel, propose[0], series=propose[1]) for _ in "ab"]

    _, again = [said(await server.ben.submit_modal(f, {"title": "Kernels"})) for f in forms]

    async with seminar.app.store.read() as connection:
        waiting = await connection.scalar(text("SELECT count(*) FROM talks WHERE slot_id IS NULL"))
    assert again == "You sent this twice, so it was done once."
    assert waiting == 1


async def test_case_60_of_two_submissions_at_once_the_second_waits_for_the_first() -> None:
    submissions, done = DoubleSubmissions(), []

    async def submit(key: str, *, fails: bool = False) -> None:
        async with submissions.turn(key):
            await asyncio.sleep(0)
            if fails:
                raise ZeroDivisionError
            done.append(key)

    results = await asyncio.gather(
        *(submit(key, fails=fails) for key, fails in (("a", True), ("a", False), ("b", False))),
        submit("a"),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [
        ZeroDivisionError,
        type(None),
        type(None),
        SentTwice,
    ]
    assert sorted(done) == ["a", "b"]
