"""Pages show only what is public, and hostile text as text."""

import pytest

from bot.talks.model.talks import Speaker
from tests.pages.texts import HOME
from tests.web.stages import Stage
from tests.worlds import World

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"


@pytest.mark.parametrize(
    "path",
    [
        "/c/nobody/",
        "/c/nobody/past",
        f"{HOME}series/nothing",
        f"{HOME}series/closed",
        f"{HOME}talk/1",
        f"{HOME}talk/99999",
        f"{HOME}talk/x",
        f"{HOME}nothing",
        "/static/../server.py",
        "/static/none.css",
        "//evil.example.org/",
        "/%00",
    ],
)
async def test_what_is_not_public_or_not_there_is_a_page_that_says_so(
    stage: Stage, path: str
) -> None:
    first, *_ = await stage.series("Closed", visibility="members")
    assert await stage.talk(first, title="Secret") == 1

    answer = await stage.get(path)

    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Secret" not in answer.body
    assert b"Not found" in answer.body


async def test_pages_show_nothing_of_members_series_nor_join_links(stage: Stage) -> None:
    closed, *_ = await stage.series("Closed", visibility="members", when="Mondays 9:00")
    opened, *_ = await stage.series("Opened", join_link="https://zoom.us/j/5550123")
    await stage.talk(closed, title="Secret")
    talk_id = await stage.talk(opened)

    pages = ["", "past", "series/opened", f"talk/{talk_id}"]
    bodies = [(await stage.get(HOME + page)).body for page in pages]

    assert [page for page, body in zip(pages, bodies, strict=True) if b"5550123" in body] == []
    assert [page for page, body in zip(pages, bodies, strict=True) if b"Secret" in body] == []
    assert [page for page, body in zip(pages, bodies, strict=True) if b"Closed" in body] == []


async def test_a_talk_of_another_collaboration_is_not_found_here(stage: Stage) -> None:
    first, *_ = await stage.series()
    talk_id = await stage.talk(first)
    await World.found(stage.store, guild_id=2, slug="string-theory")

    answer = await stage.get(f"/c/string-theory/talk/{talk_id}")

    assert answer.status == 404


async def test_hostile_text_is_shown_as_text(stage: Stage) -> None:
    first, *_ = await stage.series(room="<b>", description=ATTACK)
    talk_id = await stage.talk(
        first,
        title=ATTACK,
        abstract=ATTACK,
        slides='https://example.org/"onmouseover="alert(1)',
        spoken_by=[Speaker(name=ATTACK, affiliation=ATTACK)],
    )
    pages = ["", "series/theory-seminar", f"talk/{talk_id}"]

    bodies = [(await stage.get(HOME + page)).body.decode() for page in pages]

    for body in bodies:
        assert "<script>" not in body
        assert "<img src=x" not in body
        assert "<b>" not in body.replace("<b></b>", "")
        assert 'onmouseover="' not in body
        assert "{{7*7}}" in body
